"""Eleventy: templates are JavaScript functions, the fastest kind that it supports."""

import shutil
import subprocess
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
    yaml_document,
)
from bench.tools import Tools


class Eleventy:
    name = "eleventy"

    def __init__(self, tools: Tools) -> None:
        if tools.eleventy is None:
            raise SystemExit("Eleventy needs Node.js and npm. Install them, or name other --peers.")
        self._program = tools.eleventy

    def version(self) -> str:
        run = subprocess.run(
            ["node", self._program, "--version"], capture_output=True, text=True, check=True
        )
        return run.stdout.strip()

    def write(self, corpus: Content, site: Path) -> None:
        copy_layouts("eleventy", site)
        content = site / "content"
        write_static(content / "static")
        (content / "_data").mkdir()
        topics = [
            fields | {"text": corpus.topics[name].text}
            for name, fields in all_topic_fields(corpus).items()
        ]
        resources = resource_fields(corpus)
        pages = [page_fields(page) for page in corpus.pages]
        for file, value in (
            ("content/_data/allTopics", topics),
            ("content/_data/allResources", list(resources.values())),
            ("content/_data/letters", index_letters(corpus)),
            ("content/_data/publishers", publishers(corpus.resources.values())),
            ("content/_data/roots", children_of_topics(corpus)[""]),
            ("content/_data/newestGuides", newest_guides(corpus)),
            ("lib/site", {"description": SITE_DESCRIPTION, "pages": pages}),
        ):
            (site / f"{file}.json").write_text(dumps(value))
        for name, fields in all_guide_fields(corpus).items():
            text = yaml_document(fields, corpus.guides[name].text)
            (content / f"guides/{name}.md").write_text(text)
        for page in corpus.pages:
            fields = page_fields(page) | {"layout": "page.11ty.js"}
            (content / f"{page.id}.md").write_text(yaml_document(fields, page.text))

    def thread_file(self, thread: Thread, site: Path) -> Path:
        return site / f"content/threads/{thread.id}.md"

    def thread_text(self, thread: Thread, corpus: Content) -> str:
        fields = thread_fields(thread) | {
            "topics": all_topics(thread.topics, corpus),
            "guides": list(thread.guides),
        }
        return yaml_document(fields, body(thread))

    def command(self, site: Path) -> list[str]:  # noqa: ARG002
        return ["node", str(self._program), "--quiet"]

    def forget(self, site: Path) -> None:
        shutil.rmtree(site / ".cache", ignore_errors=True)
