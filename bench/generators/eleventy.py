"""Eleventy: templates are JavaScript functions, the fastest kind that it supports."""

import shutil
import subprocess
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
    topic_fields,
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
        (content / "css").mkdir()
        (content / "css/site.css").write_text(style_sheet())
        guides, children = guides_of_topics(corpus), children_of_topics(corpus)
        topics = [
            topic_fields(topic)
            | {
                "text": topic.text,
                "children": children.get(topic.id, []),
                "guides": guides.get(topic.id, []),
            }
            for topic in corpus.topics.values()
        ]
        (content / "_data").mkdir()
        (content / "_data/allTopics.json").write_text(dumps(topics))
        (content / "_data/roots.json").write_text(dumps(children[""]))
        (site / "lib/resources.json").write_text(dumps(resource_fields(corpus)))
        (site / "lib/site.json").write_text(dumps({"description": SITE_DESCRIPTION}))
        for guide in corpus.guides.values():
            text = yaml_document(guide_fields(guide), guide.text)
            (content / f"guides/{guide.id}.md").write_text(text)

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
