"""What `ssg` has to say about an author's files: codes, places, sentences.

A mistake in content is a value, never an exception. Every stage returns its
diagnostics beside its result; the commands sort and print them together.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import force_setattr

# Control characters, line ends, what reverses the direction of text, and halves of characters.
_COMMANDING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


class Location(Struct, frozen=True, kw_only=True, order=True):
    """A place in a file of the site; `path` is relative to the site folder, with `/`.

    Lines and columns count from 1, columns in characters; 0 means "the whole file".
    """

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        path = printable(self.path)
        if not self.line:
            return path
        return f"{path}:{self.line}:{max(self.column, 1)}"


class Diagnostic(Struct, frozen=True, kw_only=True):
    """One mistake: what happened (`message`), where (`at`), what to do (`hint`).

    Both texts are `printable`, whatever they quote.
    """

    code: str
    at: Location
    message: str
    hint: str = ""

    def __post_init__(self) -> None:
        force_setattr(self, "message", printable(self.message))
        force_setattr(self, "hint", printable(self.hint))

    @property
    def severity(self) -> Severity:
        return RULES[self.code].severity


class Rule(Struct, frozen=True, kw_only=True):
    """A code's entry in docs/diagnostics.md, which is generated from `RULES`."""

    code: str
    severity: Severity
    title: str
    why: str


def printable(text: str) -> str:
    """`text` on one line, with what could command a terminal written as an escape."""
    return _COMMANDING.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sorted by file, line, column and code, with exact repetitions dropped."""
    unique = dict.fromkeys(diagnostics)
    return sorted(unique, key=lambda d: (d.at, d.code, d.message))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(d.severity is Severity.ERROR for d in diagnostics)


def _rules(severity: Severity, *rows: tuple[str, str, str]) -> dict[str, Rule]:
    return {
        code: Rule(code=code, severity=severity, title=title, why=why) for code, title, why in rows
    }


_FRONT_MATTER = _rules(
    Severity.ERROR,
    ("F01", "No front matter", "A document starts with `---`, its fields, and `---` again."),
    (
        "F02",
        "Front matter is not closed",
        "Without the closing `---` the text would be read as fields.",
    ),
    (
        "F03",
        "Not a mapping",
        "Front matter, and every YAML file, is a list of `field: value` lines.",
    ),
    ("F04", "Broken YAML", "The YAML could not be read; the place is where its reader gave up."),
    ("F05", "Duplicate key", "A field given twice would silently lose one of its values."),
    ("F06", "Unknown field", "A field nobody reads is most often a slip of the pen."),
    ("F07", "Wrong type", "The value is not of the kind that this field takes."),
    ("F08", "Missing field", "A required field is absent or empty."),
    (
        "F09",
        "Not a date",
        "Dates are ISO 8601: `2026-03-01` or `2026-03-01T09:30`, and must exist.",
    ),
    ("F10", "YAML nested too deeply", "Deep nesting is refused before it can exhaust memory."),
    (
        "F11",
        "YAML alias, anchor or tag",
        "Aliases can grow without bound, and tags carry types; fields are plain text.",
    ),
    ("F12", "Value not allowed", "The value is outside what this field accepts."),
)

_POSTS = _rules(
    Severity.ERROR,
    (
        "P01",
        "Post without its yaml block",
        "Who wrote a post, and when, stands in a fenced `yaml` block under its heading.",
    ),
    (
        "P02",
        "Reply to an unknown post",
        "`to` names the `id` of an earlier post of the same thread.",
    ),
    (
        "P03",
        "Two posts with one anchor",
        "Each post has an address of its own; posts of the same time need an `id`.",
    ),
    (
        "P04",
        "Two accepted answers",
        "A thread has at most one accepted answer, and a reply is never one.",
    ),
    ("P05", "Empty text", "A question or post says something, or it is removed."),
    (
        "P06",
        "A code block swallows a post",
        "An unclosed code block would put one author's words under another's name.",
    ),
    (
        "P07",
        "Looks like a post, but is none",
        "A heading that reads like a post's but is written otherwise would join two posts.",
    ),
    (
        "P08",
        "Link or footnote defined in another post",
        "Each post is rendered alone, so its definitions must be its own.",
    ),
    (
        "P09",
        "Clinician or editor without a person",
        "Who speaks with authority is named in content/people.",
    ),
    (
        "P10",
        "Care card that is none",
        "A warning that readers should see as a card would stand in the text as a line among others.",
    ),
)

_REFERENCES = _rules(
    Severity.ERROR,
    ("R01", "Unknown topic", "The id names no file in content/topics."),
    ("R02", "Unknown guide", "The id names no file in content/guides."),
    ("R03", "Unknown resource", "The id is in no file of content/resources."),
    ("R04", "Unknown person", "The id names nobody in content/people."),
    ("R05", "Unknown thread", "The id names no file in content/threads."),
    (
        "R06",
        "Link to a file that is not there",
        "A relative link names a file of the content folder.",
    ),
    (
        "R07",
        "Link to a heading that is not there",
        "The part after `#` names a heading or post of that page.",
    ),
    ("R08", "Image that is not there", "Images live in content/media."),
    (
        "R09",
        "Link or reference to a draft",
        "A draft has no address, so readers would meet a broken link.",
    ),
    ("R10", "Topic tree with a cycle", "A topic cannot be above itself."),
    ("R11", "Resource id given twice", "A resource has one id, and an id one resource."),
    ("R12", "Resource URL given twice", "Two entries for one address would be cited apart."),
    (
        "R13",
        "Unknown translation",
        "`translation_of` names a document of the same kind in another language.",
    ),
)

_ADDRESSES = _rules(
    Severity.ERROR,
    ("A01", "Two sources for one address", "Only one file can be written at an address."),
    ("A02", "Alias of an existing page", "A redirect would replace the page."),
    (
        "A03",
        "Names that differ only by case or Unicode form",
        "Some disks and hosts take them for one file.",
    ),
    ("A04", "Name not safe in an address", "File names are lowercase letters, digits and hyphens."),
    (
        "A05",
        "Alias not well formed",
        "An alias is a path from the site's root, without prefix, query or `..`.",
    ),
)

_TEXT = _rules(
    Severity.ERROR,
    ("T01", "Not UTF-8", "Text files are UTF-8; other bytes would be shown wrong."),
    (
        "T02",
        "NUL byte or control character",
        "Control characters are no text; they mark a damaged file.",
    ),
    ("T03", "Raw HTML that is not accepted", "Posts come from the public and are Markdown only."),
    (
        "T04",
        "Unsafe link",
        "Links lead to http, https, mailto or tel addresses, or to files of the site.",
    ),
    ("T05", "Text nested too deeply", "Deep nesting is refused before it can exhaust memory."),
    ("T06", "File takes too long", "Reading the file passed the time limit of site.yaml."),
    ("T07", "File too large", "The file is over the size limit of site.yaml."),
    ("T08", "Symbolic link in content", "A link could bring in files from outside the site."),
    ("T09", "File cannot be read", "The file or folder could not be opened."),
    (
        "T10",
        "The process reading a file ended",
        "Something outside `ssg` ended it, or the file exhausted it.",
    ),
)

_SETTINGS = _rules(
    Severity.ERROR,
    ("S01", "No site.yaml", "A site's folder has a site.yaml with at least title and url."),
    (
        "S02",
        "Markdown extension cannot be loaded",
        "site.yaml names an extension that is not installed.",
    ),
    ("S03", "Template error", "A template could not be read or rendered."),
)

_WARNINGS = _rules(
    Severity.WARNING,
    ("W01", "Guide without a review", "Readers should see who checked a guide, and when."),
    ("W02", "Review overdue", "The review's due date has passed."),
    ("W03", "Thread without an answer", "A question alone helps nobody."),
    (
        "W04",
        "Outside link in no resource file",
        "Guides link to resources that somebody keeps an eye on.",
    ),
    ("W05", "Topic with nothing in it", "Readers would meet an empty page."),
    ("W06", "Resource nobody cites", "It is read by nobody, and kept up by nobody."),
    (
        "W07",
        "Text left in a tombstone",
        "What was withdrawn or removed should not stay in the files.",
    ),
    (
        "W08",
        "Structure differs from a git host's preview",
        "The page shows other paragraphs or lists than the preview that was reviewed.",
    ),
    (
        "W09",
        "File of no known kind",
        "The file is in content but belongs to no kind, so it is left out.",
    ),
    (
        "W10",
        "A # cuts a value short",
        "To YAML a `#` after a space starts a comment, so the rest of the value is lost.",
    ),
    (
        "W11",
        "Review in the future",
        "A page would say that it was checked on a day that has not come.",
    ),
)

RULES: dict[str, Rule] = {
    **_FRONT_MATTER,
    **_POSTS,
    **_REFERENCES,
    **_ADDRESSES,
    **_TEXT,
    **_SETTINGS,
    **_WARNINGS,
}
