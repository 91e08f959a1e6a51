"""Hugo: topics and guides are taxonomies, so that it groups the threads itself."""

import shlex
import shutil
import subprocess
from collections.abc import Iterable
from json import dumps
from pathlib import Path

from bench.content import Content, Thread
from bench.corpus import SITE_DESCRIPTION
from bench.generators.layout import (
    all_guide_fields,
    all_topic_fields,
    all_topics,
    body,
    children_of_topics,
    copy_layouts,
    index_letters,
    newest_guides,
    page_fields,
    publishers,
    resource_fields,
    thread_fields,
    toml_document,
    write_static,
)
from bench.photographs import with_photographs
from bench.tools import Tools


class Hugo:
    def __init__(self, tools: Tools, name: str = "hugo", *, then: Iterable[str] = ()) -> None:
        """`then` is a command that is run after each build."""
        self.name = name
        self._program = tools.hugo
        self._then = list(then)

    def version(self) -> str:
        run = subprocess.run([self._program, "version"], capture_output=True, text=True, check=True)
        return run.stdout.split()[1].partition("-")[0].removeprefix("v")

    def write(self, corpus: Content, site: Path) -> None:
        copy_layouts("hugo", site)
        write_static(site / "static")
        corpus.write_photographs(site / "assets/media")
        content, data = site / "content", site / "data"
        for folder in (content / "threads", data):
            folder.mkdir(parents=True, exist_ok=True)
        resources = resource_fields(corpus)
        for name, value in (
            ("resources", resources),
            ("publishers", publishers(corpus.resources.values())),
            ("letters", index_letters(corpus)),
        ):
            (data / f"{name}.json").write_text(dumps(value))
        home = {
            "title": "Example Threads",
            "description": SITE_DESCRIPTION,
            "roots": children_of_topics(corpus)[""],
            "guides_here": newest_guides(corpus),
        }
        (content / "_index.md").write_text(toml_document(home, ""))
        for name, topic in all_topic_fields(corpus).items():
            outputs = ["html", *(["atom", "follow"] if topic["has_feed"] else [])]
            text = toml_document(topic | {"outputs": outputs}, corpus.topics[name].text)
            _write(content / "topics" / name / "_index.md", text)
        for name, guide in all_guide_fields(corpus).items():
            text = with_photographs(corpus.guides[name].text, "media")
            _write(content / "guides" / name / "_index.md", toml_document(guide, text))
        for name, resource in resources.items():
            text = toml_document(resource | {"url": f"/resources/{name}/"}, "")
            _write(content / "resource_ids" / name / "_index.md", text)
        for page in corpus.pages:
            (content / f"{page.id}.md").write_text(toml_document(page_fields(page), page.text))

    def thread_file(self, thread: Thread, site: Path) -> Path:
        return site / f"content/threads/{thread.id}.md"

    def thread_text(self, thread: Thread, corpus: Content) -> str:
        fields = thread_fields(thread) | {
            "topics": all_topics(thread.topics, corpus),
            "guides": list(thread.guides),
        }
        return toml_document(fields, body(thread))

    def command(self, site: Path) -> list[str]:
        build = [str(self._program), "build", "--source", str(site), "--destination", "output"]
        if not self._then:
            return build
        return ["sh", "-c", f"{shlex.join(build)} && {shlex.join(self._then)}"]

    def forget(self, site: Path) -> None:
        shutil.rmtree(site / "resources", ignore_errors=True)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True)
    path.write_text(text)
