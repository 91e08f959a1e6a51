"""Parses a thread: its fields, the question, the posts and who wrote them."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from ssg.config import Settings
from ssg.diagnostics import Diagnostic, has_errors
from ssg.model.documents import Document, Link, Post, Reference, Thread
from ssg.model.fragments import EMPTY, Fragment
from ssg.model.frontmatter import Status, ThreadMeta
from ssg.model.ids import ThreadId
from ssg.model.kinds import Kind
from ssg.parse.frontmatter import Divided, check_front_matter, divide
from ssg.parse.html.commonmark import render_commonmark
from ssg.parse.html.events import LinkSeen, Seen, Source, excerpt, observe, within
from ssg.parse.html.fragment import FragmentRules, build_fragment
from ssg.parse.html.links import Inside, LinkBase, Unsafe, destination, origin_of
from ssg.parse.html.sanitize import sanitize_post
from ssg.parse.references import aliases, references
from ssg.parse.result import Parsed, SourceText
from ssg.parse.threads.post import PostReader
from ssg.parse.threads.split import (
    DividedThread,
    RawPost,
    Section,
    divide_posts,
    folded,
    own_definitions,
)
from ssg.parse.withdrawn import redact_document
from ssg.yamltext import Path, YamlMapping

_REFERENCES: dict[Path, Kind] = {
    ("topics",): Kind.TOPIC,
    ("guides",): Kind.GUIDE,
    ("resources",): Kind.RESOURCE,
    ("related",): Kind.THREAD,
    ("review", "by"): Kind.PERSON,
    ("translation_of",): Kind.THREAD,
}
# Members' links are nobody's recommendation here, and their targets learn nothing of the reader.
_REL = "nofollow ugc noopener noreferrer"


def parse_thread(file: SourceText, settings: Settings) -> Parsed[Thread]:
    """The thread in `file`, or every mistake that is in it."""
    divided, diagnostics = divide(file.text, path=file.path)
    if divided is None:
        return Parsed(document=None, diagnostics=tuple(diagnostics))
    meta, found = check_front_matter(ThreadMeta, divided)
    diagnostics += found
    remains = _remains(file, divided)
    former, found = aliases(divided.fields, prefix=settings.prefix)
    diagnostics += found
    front = None
    if meta:
        front = Thread(
            path=file.path,
            id=ThreadId(file.id),
            meta=meta,
            references=remains.references,
            aliases=former,
        )
        if meta.status is Status.WITHDRAWN:
            return redact_document(front, divided, diagnostics)
    return _with_posts(front, remains, _body(file, divided), diagnostics)


def _remains(file: SourceText, divided: Divided) -> Document:
    """What the file says of others, however unsound it is otherwise."""
    named = references(divided.fields, _REFERENCES) if divided.fields else ()
    return Document(path=file.path, references=tuple(named))


class _Body(Struct, frozen=True, kw_only=True):
    """A thread's text as observed, what its links are relative to, and how it is shown."""

    source: Source
    seen: Seen
    base: LinkBase
    rules: FragmentRules


def _body(file: SourceText, divided: Divided) -> _Body:
    source = Source(path=file.path, text=divided.body, first_line=divided.body_line)
    url = divided.fields.get(("source", "url")) if divided.fields else None
    origin = origin_of(url) if isinstance(url, str) else None
    base = LinkBase(folder=Kind.THREAD.value, origin=origin)
    rules = FragmentRules(base=base, editors=False, heading_level=_below_a_post, rel=_REL)
    return _Body(source=source, seen=observe(source), base=base, rules=rules)


def _with_posts(
    front: Thread | None, remains: Document, body: _Body, diagnostics: list[Diagnostic]
) -> Parsed[Thread]:
    """The thread with its text; `front` is None when its front matter is unsound."""
    if body.seen.too_deep is not None:
        diagnostics.append(body.source.too_deep(body.seen.too_deep))
        return Parsed(document=None, remains=remains, diagnostics=tuple(diagnostics))
    sections, found = divide_posts(body.source, body.seen)
    diagnostics += found
    diagnostics += _raw_html(body)
    diagnostics += _question(body, sections.question)
    links, found = _links(body, sections)
    diagnostics += found
    posts, found = _posts(body, sections)
    diagnostics += found
    shown, removed = _shown_and_removed(sections)
    named = (*remains.references, *_people(shown))
    leads = tuple(_shown_links(links, removed))
    if front is None or has_errors(diagnostics):
        remains = replace(remains, references=named, links=leads)
        return Parsed(document=None, remains=remains, diagnostics=tuple(diagnostics))
    document = replace(
        front,
        posts=tuple(posts),
        excerpt=excerpt(body.seen, until=sections.question.end),
        references=named,
        links=leads,
    )
    fragments = tuple(_fragments(body, sections, posts))
    return Parsed(document=document, fragments=fragments, diagnostics=tuple(diagnostics))


def _shown_and_removed(sections: DividedThread) -> tuple[list[RawPost], list[RawPost]]:
    """The posts with words for readers, and those that were removed."""
    shown: list[RawPost] = []
    removed: list[RawPost] = []
    for post in sections.posts:
        is_removed = post.fields is not None and "removed" in post.fields.value
        (removed if is_removed else shown).append(post)
    return shown, removed


def _raw_html(body: _Body) -> Iterator[Diagnostic]:
    hint = "posts are Markdown only; write '&lt;' for a '<' that is text"
    for start in body.seen.html:
        line = body.source.slice(start, start + 40).partition("\n")[0]
        tag = line[: line.find(">") + 1] or line
        yield body.source.diagnostic("T03", start, f"raw HTML '{tag}' in a post", hint)


def _question(body: _Body, question: Section) -> Iterator[Diagnostic]:
    if body.seen.first_word(question.start, question.end) is None:
        hint = "write the question between the front matter and the first post"
        yield body.source.diagnostic("P05", 0, "the question has no text", hint)


def _links(body: _Body, sections: DividedThread) -> tuple[list[tuple[int, Link]], list[Diagnostic]]:
    """The links that stay in the site with their offsets, and T04 for the unsafe ones."""
    links: list[tuple[int, Link]] = []
    diagnostics: list[Diagnostic] = []
    for link in _as_rendered(body, sections):
        goal = destination(link.href, body.base)
        if isinstance(goal, Unsafe):
            hint = "link to an https:// address, or to a file of this site"
            diagnostics.append(body.source.diagnostic("T04", link.start, goal.reason, hint))
        elif isinstance(goal, Inside):
            at = body.source.at(link.start)
            found = Link(target=goal.target, is_image=link.is_image, line=at.line, column=at.column)
            links.append((link.start, found))
    return links, diagnostics


def _as_rendered(body: _Body, sections: DividedThread) -> Iterator[LinkSeen]:
    """The links as each post says them alone: a label may be defined in another post, too."""
    for section in (sections.question, *(raw.text for raw in sections.posts)):
        links = within(body.seen.links, section.start, section.end)
        labelled = any(link.label is not None for link in links)
        own = own_definitions(body.source, section) if labelled else {}
        for link in links:
            href = own.get(folded(link.label)) if link.label is not None else None
            yield link if href is None else link._replace(href=href)


def _posts(body: _Body, sections: DividedThread) -> tuple[list[Post], list[Diagnostic]]:
    reader = PostReader(body.source, body.seen)
    posts: list[Post] = []
    diagnostics: list[Diagnostic] = []
    for raw in sections.posts:
        post, found = reader.read(raw)
        diagnostics += found
        if post:
            posts.append(post)
    return posts, diagnostics


def _people(posts: Sequence[RawPost]) -> Iterator[Reference]:
    for post in posts:
        if isinstance(post.fields, YamlMapping):
            yield from references(post.fields, {("person",): Kind.PERSON})


def _shown_links(links: Sequence[tuple[int, Link]], removed: Sequence[RawPost]) -> Iterator[Link]:
    """The links that a reader can meet: none of a removed post, which nobody has to keep sound."""
    starts = [post.text.start for post in removed]
    for start, link in links:
        index = bisect_right(starts, start)
        if index == 0 or start >= removed[index - 1].text.end:
            yield link


def _fragments(body: _Body, sections: DividedThread, posts: Sequence[Post]) -> Iterator[Fragment]:
    yield _fragment(body, sections.question, "ssg-question")
    for raw, post in zip(sections.posts, posts, strict=True):
        yield EMPTY if post.meta.removed else _fragment(body, raw.text, post.anchor)


def _fragment(body: _Body, section: Section, anchor: str) -> Fragment:
    html = render_commonmark(
        body.source.data,
        start=section.start,
        end=section.end,
        runs=within(body.seen.runs, section.start, section.end),
        footnotes=f"{anchor}-fn-",
    )
    return build_fragment(sanitize_post(html), body.rules).fragment


def _below_a_post(level: int) -> int:
    """A post's own heading is an h3 or h4, so headings in its text start below that."""
    return min(level + 4, 6)
