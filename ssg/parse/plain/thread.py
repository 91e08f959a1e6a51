"""Reads a plain thread as the general path does, or not at all."""

from msgspec.structs import replace

from ssg.config import Settings
from ssg.model.documents import Thread
from ssg.model.frontmatter import Status, ThreadMeta
from ssg.parse.frontmatter import SplitDocument, read_front_matter, split_front_matter
from ssg.parse.html.events import Scan, make_excerpt, scan_events
from ssg.parse.html.findings import iterate_suspect_blocks
from ssg.parse.html.fragment import FragmentRules
from ssg.parse.html.literal_markup import check_literal_markup, may_hold_no_break_space
from ssg.parse.html.outside import find_outside_links
from ssg.parse.html.source import ByteRange, Source
from ssg.parse.plain.division import divide, find_heads
from ssg.parse.plain.excerpt import make_plain_excerpt
from ssg.parse.plain.post import PlainPost, read_plain
from ssg.parse.result import Parsed, SourceText
from ssg.parse.reviewed import has_thread_changed
from ssg.parse.threads.file import (
    QUESTION_LEVEL,
    REFERENCES,
    Body,
    find_links,
    find_people,
    find_post_dates,
    link_base,
    make_rules,
    make_thread,
    read_posts,
    render_text,
)
from ssg.parse.threads.split import SplitThread


def parse_plain_thread(file: SourceText, settings: Settings) -> Parsed[Thread] | None:
    """The thread in `file` as `parse_thread` returns it, or None if it is not plain.

    The body is looked at first: most of what is not plain shows there, before anything is read.
    """
    body = _find_body(file.text)
    heads = find_heads(body.encode())
    if heads is None:
        return None
    split, diagnostics = split_front_matter(file.text, path=file.path)
    if split is None or diagnostics or split.body != body:
        return None
    front, diagnostics = read_front_matter(split, ThreadMeta, REFERENCES, settings)
    thread = make_thread(file, front)
    if thread is None or thread.meta.status is Status.WITHDRAWN or diagnostics:
        return None
    source = Source(path=file.path, text=body, first_line=split.body_line)
    posts = divide(source, heads)
    if posts is None or may_hold_no_break_space(body):
        return None
    return _build_thread(thread, split, source, posts, settings)


def _find_body(text: str) -> str:
    """What probably is the body; the general path's own rule says later if it is."""
    end = text.find("\n---\n")
    return "\n" + text[end + len("\n---\n") :].lstrip("\n")


def _build_thread(
    thread: Thread, front: SplitDocument, source: Source, split: SplitThread, settings: Settings
) -> Parsed[Thread] | None:
    """`thread` with its text, or None if there is anything to say about it."""
    ranges = [split.question, *(post.text for post in split.posts)]
    # All that is asked of the scan is whether there is something to see in each text: there is.
    scan = Scan(visible=[text.start for text in ranges])
    body = Body(front=front, source=source, scan=scan, base=link_base(front), zone=settings.zone)
    posts, diagnostics = read_posts(body, split, thread.meta.asked)
    # A removed post is none of these: with text it is W07, and without text nothing can be seen.
    if diagnostics:
        return None
    # No text of a plain thread has a heading.
    rules = make_rules(body.base, QUESTION_LEVEL)
    texts: list[PlainPost] = []
    for text in ranges:
        read = _read_text(body, text, rules)
        if read is None:
            return None
        texts.append(read)
    document = replace(
        thread,
        posts=tuple(posts),
        excerpt=_make_excerpt(source, split.question),
        references=(*thread.references, *find_people(split.posts)),
        links=tuple([link for text in texts for link in text.links]),
        outside=(*thread.outside, *(link for text in texts for link in text.outside)),
        dates=(*thread.dates, *find_post_dates(split.posts)),
        changed_since_review=has_thread_changed(thread.meta.review, front, source, split, posts),
    )
    return Parsed(document=document, fragments=tuple([text.fragment for text in texts]))


def _read_text(body: Body, text: ByteRange, rules: FragmentRules) -> PlainPost | None:
    """One text, or None if there is anything to say about it."""
    written = body.source.slice(text.start, text.end)
    first_line = body.source.line_at(text.start)
    if plain := read_plain(written, first_line=first_line, rules=rules):
        return plain
    source = Source(path=body.source.path, text=written, first_line=first_line)
    return _read_scanned(replace(body, source=source, scan=scan_events(source)))


def _read_scanned(body: Body) -> PlainPost | None:
    """A text that is not plain, as the general path reads it; None if there is anything to say."""
    whole = ByteRange(start=0, end=len(body.source.data))
    links, diagnostics = find_links(body, SplitThread(question=whole, posts=()))
    # All its words may be in cells for which a table has no column.
    if diagnostics or not body.scan.visible or _may_be_broken(body.source, body.scan):
        return None
    if any(check_literal_markup(body.source, body.scan, texts=[whole])):
        return None
    # No part of a plain thread has a footnote or a heading.
    built = render_text(body, whole, "", QUESTION_LEVEL)
    shown = built.outside
    outside = find_outside_links(body.source, body.scan, body.base, shown) if shown else ()
    return PlainPost(built.fragment, tuple([link for _, link in links]), tuple(outside))


def _may_be_broken(source: Source, scan: Scan) -> bool:
    """Whether there is a '**' that another post may close."""
    return any(
        b"**" in source.data[start:end]
        for block in iterate_suspect_blocks(scan)
        for start, end in block
    )


def _make_excerpt(source: Source, question: ByteRange) -> str:
    text = source.slice(question.start, question.end)
    plain = make_plain_excerpt(text)
    if plain is not None:
        return plain
    return make_excerpt(scan_events(Source(path=source.path, text=text, first_line=1)))
