"""ssg with its default settings except two: guides are CommonMark, as for Hugo and Eleventy, and
what other generators don't do is off, unless it is what is measured.
"""

import shutil
import sys
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from importlib.metadata import version
from json import dumps
from math import inf
from pathlib import Path

import yaml

from bench.content import Content, Guide, Page, Post, Resource, Thread, Topic
from bench.corpus import SITE_DESCRIPTION
from bench.photographs import with_photographs
from bench.prose import with_guide_links

_SITE = f"""\
title: Example Threads
url: https://bench.example.org
description: {SITE_DESCRIPTION}
markdown:
  dialect: commonmark
"""
FEATURES = ("search", "image_variants", "compress")
"""The settings that are off."""
_REVIEWER = """\
id: sample-reviewer
name: Sample Reviewer
role: Example of a reviewer
credentials: Fictional, for measuring
"""


PROGRAM = str(Path(sys.executable).with_name("ssg"))
"""That of the interpreter that runs the benchmark."""


def change_settings(file: Path, **changes: object) -> None:
    """Changes settings in a site.yaml, in which every value is a text, as ssg reads them."""
    settings = yaml.load(file.read_text(), Loader=yaml.BaseLoader)
    text = yaml.safe_dump(settings | changes, sort_keys=False, allow_unicode=True, width=inf)
    file.write_text(text)


class Ssg:
    def __init__(
        self, name: str = "ssg", *, on: str = "", features: Iterable[str] = FEATURES
    ) -> None:
        """Of the `features`, only `on` is on."""
        self.name = name
        self._settings = "".join([f"{one}: {str(one == on).lower()}\n" for one in features])

    def version(self) -> str:
        return version("ssg")

    def write(self, corpus: Content, site: Path) -> None:
        content = site / "content"
        for kind in ("threads", "guides", "topics", "resources", "people", "pages"):
            (content / kind).mkdir(parents=True)
        (site / "site.yaml").write_text(_SITE + self._settings)
        (content / "people/sample-reviewer.yaml").write_text(_REVIEWER)
        for page in corpus.pages:
            (content / f"pages/{page.id}.md").write_text(_page(page))
        corpus.write_photographs(content / "media")
        for guide in corpus.guides.values():
            (content / f"guides/{guide.id}.md").write_text(_guide(guide))
        for topic in corpus.topics.values():
            (content / f"topics/{topic.id}.md").write_text(_topic(topic))
        publishers: dict[str, list[Resource]] = defaultdict(list)
        for resource in corpus.resources.values():
            publishers[resource.publisher].append(resource)
        for number, (publisher, resources) in enumerate(publishers.items()):
            text = _publisher(publisher, resources)
            (content / f"resources/publisher-{number}.yaml").write_text(text)

    def thread_file(self, thread: Thread, site: Path) -> Path:
        return site / f"content/threads/{thread.id}.md"

    def thread_text(self, thread: Thread, corpus: Content) -> str:  # noqa: ARG002
        fields = [
            f"title: {dumps(thread.title)}",
            f"asked: {_minute(thread.asked)}",
            f"by: {thread.by}",
            f"topics: [{', '.join(thread.topics)}]",
        ]
        if thread.guides:
            fields.append(f"guides: [{', '.join(thread.guides)}]")
        if thread.resources:
            fields.append(f"resources: [{', '.join(thread.resources)}]")
        if thread.helpful:
            fields.append(f"helpful: {thread.helpful}")
        body = "\n\n".join([thread.question, *(_post(post) for post in thread.posts)])
        return with_guide_links(_document(fields, body), "../guides/{}.md#{}")

    def command(self, site: Path) -> list[str]:
        return [PROGRAM, "--site", str(site), "build", "--output", str(site / "output")]

    def forget(self, site: Path) -> None:
        shutil.rmtree(site / ".ssg", ignore_errors=True)


def _document(fields: Iterable[str], body: str) -> str:
    return "\n".join(["---", *fields, "---", "", body, ""])


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M}"


def _post(post: Post) -> str:
    fields = [f"by: {post.by}", f"posted: {_minute(post.posted)}"]
    if post.accepted:
        fields.append("accepted: true")
    if post.helpful:
        fields.append(f"helpful: {post.helpful}")
    head = "### Reply" if post.is_reply else "## Answer"
    return "\n".join([head, "", "```yaml", *fields, "```", "", post.text])


def _guide(guide: Guide) -> str:
    fields = [
        f"title: {dumps(guide.title)}",
        f"topics: [{', '.join(guide.topics)}]",
        f"summary: {dumps(guide.summary)}",
        "review:",
        "  by: sample-reviewer",
        f"  date: {guide.reviewed:%Y-%m-%d}",
        f"resources: [{', '.join(guide.resources)}]",
    ]
    return _document(fields, with_photographs(guide.text, "../media"))


def _page(page: Page) -> str:
    return _document([f"title: {page.title}", "nav: 1"], page.text)


def _topic(topic: Topic) -> str:
    fields = [f"title: {topic.title}", f"summary: {dumps(topic.summary)}"]
    if len(topic.lineage) > 1:
        fields.append(f"parent: {topic.lineage[-2]}")
    return _document(fields, topic.text)


def _publisher(publisher: str, resources: Iterable[Resource]) -> str:
    lines = [f"publisher: {publisher}", "resources:"]
    for resource in resources:
        lines += [
            f"  - id: {resource.id}",
            f"    title: {dumps(resource.title)}",
            f"    url: {resource.url}",
            f"    description: {dumps(resource.description)}",
        ]
    return "\n".join([*lines, ""])
