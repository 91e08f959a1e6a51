"""Hugo: topics and guides are taxonomies, so that it groups the threads itself."""

import shlex
import shutil
import subprocess
from collections.abc import Iterable
from json import dumps
from pathlib import Path

from bench.corpus import SITE_DESCRIPTION, Content, Thread
from bench.generators.layout import (
    all_topics,
    body,
    children_of_topics,
    copy_layouts,
    guide_fields,
    guides_of_topics,
    resource_fields,
    style_sheet,
    thread_fields,
    toml_document,
    topic_fields,
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
        content = site / "content"
        for folder in ("threads", "guides", "topics"):
            (content / folder).mkdir(parents=True)
        for folder in ("data", "static/css"):
            (site / folder).mkdir(parents=True)
        (site / "static/css/site.css").write_text(style_sheet())
        (site / "data/resources.json").write_text(dumps(resource_fields(corpus)))
        guides, children = guides_of_topics(corpus), children_of_topics(corpus)
        corpus.write_photographs(site / "assets/media")
        home = {
            "title": "Example Threads",
            "description": SITE_DESCRIPTION,
            "roots": children[""],
        }
        (content / "_index.md").write_text(toml_document(home, ""))
        for topic in corpus.topics.values():
            fields = topic_fields(topic) | {
                "outputs": ["html", *(["atom"] if topic.has_feed else [])],
                "children": children.get(topic.id, []),
                "guides_here": guides.get(topic.id, []),
            }
            _write(content / "topics" / topic.id / "_index.md", toml_document(fields, topic.text))
        for guide in corpus.guides.values():
            text = with_photographs(guide.text, "media")
            document = toml_document(guide_fields(guide), text)
            _write(content / "guides" / guide.id / "_index.md", document)

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
    path.parent.mkdir()
    path.write_text(text)
