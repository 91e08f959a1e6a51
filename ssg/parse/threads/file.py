"""Parses a thread: its front matter, its question and its posts."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import tzinfo

from msgspec import Struct
from msgspec.structs import replace

from ssg.config import Settings
from ssg.diagnostics import Diagnostic, has_errors
from ssg.model.documents import (
    Document,
    Link,
    OutsideLink,
    PastDate,
    PastField,
    Post,
    PostKind,
    Reference,
    Thread,
)
from ssg.model.fragments import EMPTY
from ssg.model.frontmatter import Status, ThreadMeta
from ssg.model.ids import ThreadId
from ssg.model.kinds import Kind
from ssg.model.scalars import Moment
from ssg.parse.frontmatter import (
    FrontMatter,
    SplitDocument,
    read_front_matter,
    split_front_matter,
)
from ssg.parse.html.addresses import find_address
from ssg.parse.html.commonmark import render_commonmark
from ssg.parse.html.events import (
    LinkNode,
    Scan,
    make_excerpt,
    nesting_diagnostic,
    normalize_label,
    scan_events,
    select_range,
)
from ssg.parse.html.fragment import BuiltFragment, FragmentRules, build_fragment
from ssg.parse.html.links import Inside, LinkBase, Unsafe, classify_link, origin_of
from ssg.parse.html.literal_markup import check_literal_markup
from ssg.parse.html.outside import find_outside_links
from ssg.parse.html.primes import restore_primes
from ssg.parse.html.sanitize import EDITORS_TAGS, sanitize_post
from ssg.parse.html.source import ByteRange, Source
from ssg.parse.html.tags import TAG_START, TagNode, find_tags
from ssg.parse.references import find_past_dates, find_references
from ssg.parse.result import Parsed, SourceText
from ssg.parse.reviewed import has_thread_changed
from ssg.parse.threads.definitions import read_link_definitions
from ssg.parse.threads.post import PostReader
from ssg.parse.threads.split import RawPost, SplitThread, split_posts
from ssg.parse.withdrawn import redact_document
from ssg.yamltext import Path

REFERENCES: dict[Path, Kind] = {
    ("topics",): Kind.TOPIC,
    ("guides",): Kind.GUIDE,
    ("resources",): Kind.RESOURCE,
    ("related",): Kind.THREAD,
    ("review", "by"): Kind.PERSON,
    ("translation_of",): Kind.THREAD,
    ("duplicate_of",): Kind.THREAD,
}
# The level of its first heading: the question has a heading of its own, under the page's.
QUESTION_LEVEL = 3
# The site does not vouch for members' links, and their targets learn nothing about the reader.
_REL = "nofollow ugc noopener noreferrer"
_REMOVED = BuiltFragment(fragment=EMPTY)


def parse_thread(file: SourceText, settings: Settings) -> Parsed[Thread]:
    """The thread in `file`, or all its errors."""
    split, diagnostics = split_front_matter(file.text, path=file.path)
    if split is None:
        return Parsed(document=None, diagnostics=tuple(diagnostics))
    front, found = read_front_matter(split, ThreadMeta, REFERENCES, settings)
    diagnostics += found
    thread = make_thread(file, front)
    if thread and thread.meta.status is Status.WITHDRAWN:
        return redact_document(thread, split, diagnostics)
    partial = Document(path=file.path, references=front.references)
    return _parse_body(thread, partial, scan_body(file, split, settings.zone), diagnostics)


def make_thread(file: SourceText, front: FrontMatter[ThreadMeta]) -> Thread | None:
    """The thread in `file` without its text; None if the front matter has errors."""
    if front.meta is None:
        return None
    return Thread(
        path=file.path,
        id=ThreadId(file.id),
        meta=front.meta,
        references=front.references,
        aliases=front.aliases,
        dates=front.dates,
        outside=front.outside,
    )


class Body(Struct, frozen=True, kw_only=True):
    """A thread's scanned text, and what it takes to read and render it."""

    front: SplitDocument
    source: Source
    scan: Scan
    base: LinkBase
    zone: tzinfo


def scan_body(file: SourceText, split: SplitDocument, zone: tzinfo) -> Body:
    """The text of a thread, whose front matter may have errors."""
    source = Source(path=file.path, text=split.body, first_line=split.body_line)
    return Body(
        front=split, source=source, scan=scan_events(source), base=link_base(split), zone=zone
    )


def link_base(split: SplitDocument) -> LinkBase:
    """What the links of a thread are relative to."""
    url = split.fields.get(("source", "url")) if split.fields else None
    origin = origin_of(url) if isinstance(url, str) else None
    return LinkBase(folder=Kind.THREAD.value, origin=origin)


def _parse_body(
    thread: Thread | None, partial: Document, body: Body, diagnostics: list[Diagnostic]
) -> Parsed[Thread]:
    """`thread` with its text; it is None if the front matter has errors."""
    if body.scan.too_deep is not None:
        diagnostics.append(nesting_diagnostic(body.source, body.scan.too_deep))
        return Parsed(document=None, partial=partial, diagnostics=tuple(diagnostics))
    split, found = split_posts(body.source, body.scan)
    diagnostics += found
    diagnostics += _check_raw_html(body)
    diagnostics += _check_question(body, split.question)
    links, found = find_links(body, split)
    diagnostics += found
    posts, found = read_posts(body, split, thread.meta.asked if thread else None)
    diagnostics += found
    visible, removed = _partition_removed(split)
    texts = [split.question, *(post.text for post in visible)]
    diagnostics += check_literal_markup(body.source, body.scan, texts=texts)
    references = (*partial.references, *find_people(visible))
    visible_links = tuple(_drop_links_in(removed, links))
    if thread is None or has_errors(diagnostics):
        partial = replace(partial, references=references, links=visible_links)
        return Parsed(document=None, partial=partial, diagnostics=tuple(diagnostics))
    rendered = list(_render_texts(body, split, posts))
    document = replace(
        thread,
        posts=tuple(posts),
        excerpt=make_excerpt(body.scan, until=split.question.end),
        references=references,
        links=visible_links,
        outside=(*thread.outside, *_find_outside(body, split, rendered)),
        dates=(*thread.dates, *find_post_dates(split.posts)),
        changed_since_review=has_thread_changed(
            thread.meta.review, body.front, body.source, split, posts
        ),
    )
    fragments = tuple([text.fragment for text in rendered])
    return Parsed(document=document, fragments=fragments, diagnostics=tuple(diagnostics))


def _partition_removed(split: SplitThread) -> tuple[list[RawPost], list[RawPost]]:
    """The posts that are still there, and the removed ones."""
    visible: list[RawPost] = []
    removed: list[RawPost] = []
    for post in split.posts:
        is_removed = post.fields is not None and "removed" in post.fields.value
        (removed if is_removed else visible).append(post)
    return visible, removed


def _check_raw_html(body: Body) -> Iterator[Diagnostic]:
    for tag in find_tags(body.source, body.scan):
        if tag.start not in body.scan.cell_breaks:
            what = "the comment" if tag.text.startswith("<!--") else "raw HTML"
            message = f"{what} '{tag.text[:40]}' is not allowed in a thread"
            yield body.source.diagnostic("T03", tag.start, message, _hint_for_tag(tag))


def _hint_for_tag(tag: TagNode) -> str:
    if tag.text.startswith("<!--"):
        return "remove it; a remark for readers can be a post's 'note' or the 'editor_note'"
    if tag.name == "br":
        return "end the line with a backslash; <br> is allowed only in a cell of a table"
    if tag.name in EDITORS_TAGS:
        return "use Markdown only; write '&lt;' if the '<' is part of the text"
    return "write '&lt;' or '\\<' if the '<' is part of the text; otherwise remove it"


def _check_question(body: Body, question: ByteRange) -> Iterator[Diagnostic]:
    if body.scan.first_visible(question.start, question.end) is None:
        hint = "write the question between the front matter and the first post"
        yield body.source.diagnostic("P05", 0, "the question has no text", hint)


def find_links(body: Body, split: SplitThread) -> tuple[list[tuple[int, Link]], list[Diagnostic]]:
    """The links to this site with their offsets, and T04 for the unsafe links."""
    links: list[tuple[int, Link]] = []
    diagnostics: list[Diagnostic] = []
    for node in _resolve_definitions(body, split):
        destination = classify_link(node.href, body.base)
        if isinstance(destination, Unsafe):
            hint = "link to an https:// address, or to a file of this site"
            diagnostics.append(body.source.diagnostic("T04", node.start, destination.reason, hint))
        elif isinstance(destination, Inside):
            at = body.source.locate(node.start)
            link = Link(
                target=destination.target,
                is_image=node.is_image,
                line=at.line,
                column=at.column,
                address=find_address(body.source, node.start, node.href.__eq__),
            )
            links.append((node.start, link))
    return links, diagnostics


def _resolve_definitions(body: Body, split: SplitThread) -> Iterator[LinkNode]:
    """All links, each with the address that its own post defines.

    Another post may define the same label with another address.
    """
    for text in (split.question, *(raw.text for raw in split.posts)):
        links = select_range(body.scan.links, text.start, text.end)
        has_label = any(link.label is not None for link in links)
        defined = read_link_definitions(body.source, text) if has_label else {}
        for link in links:
            href = defined.get(normalize_label(link.label)) if link.label is not None else None
            yield link if href is None else link._replace(href=href)


def read_posts(
    body: Body, split: SplitThread, asked: Moment | None
) -> tuple[list[Post], list[Diagnostic]]:
    """The posts whose fields have no errors, and all diagnostics; `asked` is None with errors."""
    reader = PostReader(body.source, body.scan, asked, body.zone)
    posts: list[Post] = []
    diagnostics: list[Diagnostic] = []
    for raw in split.posts:
        post, found = reader.read(raw)
        diagnostics += found
        if post:
            posts.append(post)
    return posts, diagnostics


def find_people(posts: Sequence[RawPost]) -> Iterator[Reference]:
    """The people that `posts` name."""
    for post in posts:
        if post.fields:
            yield from find_references(post.fields, {("person",): Kind.PERSON})


def find_post_dates(posts: Sequence[RawPost]) -> Iterator[PastDate]:
    """The dates of the posts; of a removed one, those that its tombstone shows."""
    for post in posts:
        if post.fields:
            is_removed = "removed" in post.fields.value
            for date in find_past_dates(post.fields):
                if not (is_removed and date.field is PastField.EDITED):
                    yield date


def _drop_links_in(removed: Sequence[RawPost], links: Sequence[tuple[int, Link]]) -> Iterator[Link]:
    """The links that are in none of the `removed` posts, whose links need not be valid."""
    starts = [post.text.start for post in removed]
    for start, link in links:
        index = bisect_right(starts, start)
        if index == 0 or start >= removed[index - 1].text.end:
            yield link


def _render_texts(body: Body, split: SplitThread, posts: Sequence[Post]) -> Iterator[BuiltFragment]:
    yield render_text(body, split.question, "ssg-question", QUESTION_LEVEL)
    levels = _find_levels(posts)
    for raw, post, level in zip(split.posts, posts, levels, strict=True):
        removed = post.meta.removed
        yield _REMOVED if removed else render_text(body, raw.text, post.anchor, level)


def _find_outside(
    body: Body, split: SplitThread, rendered: Sequence[BuiltFragment]
) -> Iterator[OutsideLink]:
    """The links to other sites in the texts that readers see."""
    texts = (split.question, *(raw.text for raw in split.posts))
    for text, built in zip(texts, rendered, strict=True):
        if built.outside:
            part = body.source.part(text)
            yield from find_outside_links(part, scan_events(part), body.base, built.outside)


def _find_levels(posts: Sequence[Post]) -> Iterator[int]:
    """For each post the level of the first heading in its text, one below the post's own.

    An answer and a reply to the question have a heading of level 3, a reply below an answer
    one of level 4.
    """
    in_answers: set[str] = set()
    for post in posts:
        is_below_answer = post.parent in in_answers
        if is_below_answer or post.kind is PostKind.ANSWER:
            in_answers.add(post.anchor)
        yield 5 if is_below_answer else 4


def render_text(body: Body, text: ByteRange, anchor: str, first_level: int) -> BuiltFragment:
    """One text; `anchor` is the id of its post."""
    html = render_commonmark(
        body.source.data,
        start=text.start,
        end=text.end,
        runs=select_range(body.scan.runs, text.start, text.end),
        footnotes=f"{anchor}-fn-",
    )
    is_markdown = not TAG_START.search(body.source.data, text.start, text.end)
    safe = restore_primes(sanitize_post(html, is_markdown=is_markdown))
    return build_fragment(safe, make_rules(body.base, first_level))


def make_rules(base: LinkBase, first_level: int) -> FragmentRules:
    """The rules of a post whose first heading has the level `first_level`."""
    return FragmentRules(base=base, editors=False, first_level=first_level, rel=_REL)
