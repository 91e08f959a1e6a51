"""A real site: builds of ssg in both dialects of Markdown, beside Hugo with the same documents.

Hugo gets the text of each post, guide and topic as it was written, in the layout that it has for
generated content. Links between documents become final addresses.
"""

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import Struct

from bench.content import Guide, Page, Post, Resource, Thread, Topic
from bench.generators import Generator, write_site
from bench.generators.ssg import FEATURES, Ssg, change_settings
from bench.runs import run_all
from bench.workspace import COLD, Measured, Workspace
from ssg.config import SETTINGS_FILE, Settings, load_settings
from ssg.discover import SourceFile, discover
from ssg.model.documents import Guide as GuideDocument
from ssg.model.documents import Page as PageDocument
from ssg.model.documents import Post as PostOfDocument
from ssg.model.documents import PostKind, ResourceFile
from ssg.model.documents import Thread as ThreadDocument
from ssg.model.documents import Topic as TopicDocument
from ssg.model.frontmatter import Codes, Dialect, Origin
from ssg.model.ids import TopicId
from ssg.model.scalars import Moment, instant
from ssg.model.states import BuildTime, State
from ssg.parse.files import parse_source
from ssg.parse.frontmatter import split_front_matter
from ssg.parse.html.events import scan_events
from ssg.parse.html.source import Source
from ssg.parse.threads.split import split_posts
from ssg.resolve.clock import Clock
from ssg.resolve.states import determine_state
from ssg.text import decode

COMMONMARK, PYTHON_MARKDOWN = (f"ssg-{dialect}" for dialect in Dialect)
_RUNS = 5
_ADDRESS = "https://bench.example.org"
_LINK = re.compile(r"\]\(\.\./(threads|guides|topics)/([a-z0-9-]+)\.md")
_CODES = ("ICD-10", "MeSH", "SNOMED CT", "UMLS")


class RealContent(Struct, frozen=True, kw_only=True):
    """What is published of a site, as generators are given it."""

    topics: Mapping[str, Topic]
    guides: Mapping[str, Guide]
    resources: Mapping[str, Resource]
    pages: tuple[Page, ...]
    all_threads: tuple[Thread, ...]

    def threads(self) -> Iterator[Thread]:
        return iter(self.all_threads)

    def write_photographs(self, folder: Path) -> None:
        """It has none: images have the addresses that their authors gave them."""


def measure_real(site: Path, rival: Generator | None, folder: Path) -> Mapping[str, Measured]:
    """Cold builds in turn. Raises SystemExit if the site has errors, or if pages are missing."""
    if not (site / "content").is_dir():
        raise SystemExit(f"{site} is no site: it has no folder content")
    workspaces = [
        Workspace(Ssg(name), folder / f"{name}-real", _RUNS, partial(copy_site, site, dialect))
        for name, dialect in zip((COMMONMARK, PYTHON_MARKDOWN), Dialect, strict=True)
    ]
    if rival:
        hugo = folder / f"{rival.name}-real"
        workspaces.append(Workspace(rival, hugo, _RUNS, lambda to: _lay_out(rival, site, to)))
    for _ in run_all(workspaces, (COLD,)):
        pass
    return {workspace.name: workspace.measured for workspace in workspaces}


def copy_site(site: Path, dialect: Dialect, copy: Path) -> None:
    """The site at the address of all others, without what other generators don't do."""
    shutil.copytree(site / "content", copy / "content")
    for name in ("static", "templates"):
        if (site / name).is_dir():
            shutil.copytree(site / name, copy / name)
    settings = copy / SETTINGS_FILE
    if (site / SETTINGS_FILE).exists():
        shutil.copy(site / SETTINGS_FILE, settings)
    else:
        settings.write_text("title: Example Threads\n")
    features = dict.fromkeys(FEATURES, "false")
    change_settings(settings, url=_ADDRESS, markdown={"dialect": dialect.value}, **features)


def _lay_out(generator: Generator, site: Path, folder: Path) -> None:
    write_site(generator, read_content(site), folder)


def read_content(site: Path) -> RealContent:
    """What is published of it now. Raises SystemExit if it has errors."""
    file, _ = load_settings(site)
    settings = file.settings if file else Settings(title="Example Threads", url=_ADDRESS)
    clock = Clock.of(BuildTime(now=datetime.now(UTC).isoformat()), settings.zone)
    documents = [
        (document, body)
        for document, body in (_parse(source, settings) for source in discover(site).sources)
        if determine_state(document, clock) is State.PUBLISHED
    ]
    reader = _Reader(settings)
    threads = tuple(
        reader.make_thread(one, body) for one, body in documents if isinstance(one, ThreadDocument)
    )
    topics = [(one, body) for one, body in documents if isinstance(one, TopicDocument)]
    return RealContent(
        topics=_make_topics(topics, threads),
        guides={
            one.id: reader.make_guide(one, body)
            for one, body in documents
            if isinstance(one, GuideDocument)
        },
        resources={
            resource.id: resource
            for one, _ in documents
            if isinstance(one, ResourceFile)
            for resource in _make_resources(one)
        },
        pages=tuple(
            _make_page(one, body) for one, body in documents if isinstance(one, PageDocument)
        ),
        all_threads=threads,
    )


def _parse(source: SourceFile, settings: Settings) -> tuple[Any, str]:
    """The document in a file, and its text without front matter."""
    data = Path(source.file).read_bytes()
    document = parse_source(data, path=source.path, kind=source.kind, settings=settings).document
    if document is None:
        raise SystemExit(f"{source.file} has errors: see what `ssg check` says")
    text, _ = decode(data, path=source.path)
    split, _ = split_front_matter(text, path=source.path)
    return document, _LINK.sub(r"](/\1/\2/", split.body) if split else ""


def _make_topics(
    topics: Sequence[tuple[TopicDocument, str]], threads: Iterable[Thread]
) -> dict[str, Topic]:
    parents = {topic.id: topic.meta.parent for topic, _ in topics}
    lineages = {topic.id: _find_lineage(topic.id, parents) for topic, _ in topics}
    asked = {TopicId(name) for thread in threads for name in thread.topics}
    with_threads = {above for name in asked for above in lineages[name]}
    return {
        topic.id: Topic(
            id=topic.id,
            title=topic.meta.title,
            # What ssg says of a topic to machines, so that Hugo says as much.
            summary=topic.meta.summary or topic.excerpt or topic.meta.title,
            lineage=lineages[topic.id],
            text=body,
            has_lead=bool(topic.meta.summary),
            has_feed=topic.id in with_threads,
        )
        for topic, body in topics
    }


def _find_lineage(topic: TopicId, parents: Mapping[TopicId, TopicId | None]) -> tuple[str, ...]:
    """The way down to the topic; a site without errors has no topics in a circle."""
    lineage = [topic]
    while parent := parents[lineage[0]]:
        lineage.insert(0, parent)
    return tuple(lineage)


def _make_resources(file: ResourceFile) -> Iterator[Resource]:
    for resource in file.resources:
        yield Resource(
            id=resource.meta.id,
            title=resource.meta.title,
            url=resource.meta.url,
            description=resource.meta.description or "",
            publisher=resource.publisher.name,
            topics=resource.meta.topics,
        )


def _make_page(page: PageDocument, body: str) -> Page:
    summary = page.meta.summary or page.excerpt
    return Page(id=page.id, title=page.meta.title, description=summary, text=body)


def _list_codes(codes: Codes | None) -> tuple[tuple[str, str], ...]:
    if not codes:
        return ()
    values = (codes.icd10, codes.mesh, codes.snomed, codes.umls)
    return tuple(
        (system, ", ".join(found)) for system, found in zip(_CODES, values, strict=True) if found
    )


def _describe_source(source: Origin | None) -> tuple[str, ...]:
    return (source.system, source.url or "", source.licence or "") if source else ()


class _Reader:
    """Reads what depends on the time zone of the site."""

    def __init__(self, settings: Settings) -> None:
        self._zone = settings.zone

    def make_guide(self, guide: GuideDocument, body: str) -> Guide:
        review = guide.meta.review
        return Guide(
            id=guide.id,
            title=guide.meta.title,
            summary=guide.meta.summary or guide.excerpt,
            topics=guide.meta.topics,
            resources=guide.meta.resources,
            reviewed=self._read(review.date) if review else None,
            text=body,
            has_lead=bool(guide.meta.summary),
            codes=_list_codes(guide.meta.codes),
        )

    def make_thread(self, thread: ThreadDocument, body: str) -> Thread:
        meta = thread.meta
        source = Source(path=thread.path, text=body, first_line=1)
        split, _ = split_posts(source, scan_events(source))
        texts = [source.slice(each.text.start, each.text.end) for each in split.posts]
        return Thread(
            id=thread.id,
            title=meta.title,
            description=meta.summary or thread.excerpt,
            asked=self._read(meta.asked),
            by=meta.by,
            topics=meta.topics,
            guides=meta.guides,
            resources=meta.resources,
            helpful=meta.helpful or 0,
            question=source.slice(split.question.start, split.question.end).strip("\n"),
            posts=tuple(map(self._make_post, thread.posts, texts)),
            source=_describe_source(meta.source),
        )

    def _make_post(self, post: PostOfDocument, text: str) -> Post:
        return Post(
            anchor=post.anchor,
            is_reply=post.kind is PostKind.REPLY,
            by=post.meta.by,
            posted=self._read(post.meta.posted),
            accepted=post.meta.accepted,
            helpful=post.meta.helpful or 0,
            text="" if post.meta.removed else text.strip("\n"),
        )

    def _read(self, moment: Moment) -> datetime:
        return instant(moment, self._zone).astimezone(UTC)
