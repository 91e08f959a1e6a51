"""Pelican: topics are tags, guides are pages; its cache of parsed content is on."""

import shutil
import subprocess
from collections.abc import Mapping
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
    write_static,
)
from bench.tools import Tools


class Pelican:
    name = "pelican"

    def __init__(self, tools: Tools) -> None:
        self._program = tools.pelican

    def version(self) -> str:
        run = subprocess.run(
            [self._program, "--version"], capture_output=True, text=True, check=True
        )
        return run.stdout.strip()

    def write(self, corpus: Content, site: Path) -> None:
        copy_layouts("pelican", site)
        for folder in ("threads", "guides", "pages", "resources", "follow"):
            (site / "content" / folder).mkdir(parents=True)
        write_static(site / "theme/static")
        guides = all_guide_fields(corpus)
        topics = {
            name: fields | {"text": corpus.topics[name].text}
            for name, fields in all_topic_fields(corpus).items()
        }
        # Names that differ from Pelican's own, such as `tags` and `pages`.
        data = {
            "description": SITE_DESCRIPTION,
            "topics": topics,
            "roots": children_of_topics(corpus)[""],
            "resources": resource_fields(corpus),
            "publishers": publishers(corpus.resources.values()),
            "letters": index_letters(corpus),
            "guides": guides,
            "newest_guides": newest_guides(corpus),
            "menu": [page_fields(page) for page in corpus.pages],
        }
        (site / "data.json").write_text(dumps(data))
        for name, fields in guides.items():
            shown = {key: fields[key] for key in ("title", "description")}
            _write(site, "guides", name, shown, corpus.guides[name].text)
        for page in corpus.pages:
            fields = page_fields(page) | _at(f"{page.id}/", "single")
            _write(site, "pages", page.id, fields, page.text)
        # Pages of their own kinds are pages with other templates.
        for name, resource in corpus.resources.items():
            fields = {"title": resource.title, **_at(f"resources/{name}/", "resource")}
            _write(site, "resources", name, fields, "")
        for name, topic in corpus.topics.items():
            if topic.has_feed:
                fields = {"title": topic.title, **_at(f"topics/{name}/follow/", "follow-topic")}
                _write(site, "follow", name, fields, "")

    def thread_file(self, thread: Thread, site: Path) -> Path:
        return site / f"content/threads/{thread.id}.md"

    def thread_text(self, thread: Thread, corpus: Content) -> str:
        fields = thread_fields(thread) | {
            "tags": all_topics(thread.topics, corpus),
            "guides": list(thread.guides),
        }
        return _document(thread.id, fields, body(thread))

    def command(self, site: Path) -> list[str]:
        settings = site / "pelicanconf.py"
        return [str(self._program), "--settings", str(settings), "--quiet"]

    def forget(self, site: Path) -> None:
        shutil.rmtree(site / "cache", ignore_errors=True)


_OWN_NAMES = {"updated": "modified", "description": "summary"}


def _write(site: Path, folder: str, name: str, fields: Mapping[str, object], text: str) -> None:
    (site / f"content/{folder}/{name}.md").write_text(_document(name, fields, text))


def _at(url: str, template: str) -> dict[str, object]:
    return {"url": url, "save_as": f"{url}index.html", "template": template}


def _document(name: str, fields: Mapping[str, object], text: str) -> str:
    """Pelican's metadata are lines of text, so structured data is written as JSON."""
    lines = [f"slug: {name}"]
    for key, value in fields.items():
        if key == "tags" and isinstance(value, list):
            shown = ", ".join(value)
        else:
            shown = value if isinstance(value, str) else dumps(value, ensure_ascii=False)
        lines.append(f"{_OWN_NAMES.get(key, key)}: {shown}")
    return "\n".join([*lines, "", text, ""])
