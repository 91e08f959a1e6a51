"""Diagnostics: what `ssg` reports about an author's files, and the table of all codes.

An error in content is a value, never an exception. Every stage returns its
diagnostics together with its result; the commands sort and print them.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple, Protocol

from msgspec import Struct
from msgspec.structs import force_setattr

# Control characters, line separators, marks that change the direction of text, and surrogates.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_NAME = "[a-z0-9]+(?:-[a-z0-9]+)*"
PLUGIN_CODE = re.compile(f"{_NAME}/{_NAME}", re.ASCII)
"""The code of a plugin's check: the names of both. None of ours looks like one."""


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


class Location(Struct, frozen=True, kw_only=True, order=True):
    """A location in a file of the site; `path` is relative to the site's folder, with `/`.

    Lines and columns count from 1, columns in characters; 0 means "the whole file".
    """

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        path = escape_unsafe(self.path)
        if not self.line:
            return path
        return f"{path}:{self.line}:{max(self.column, 1)}"


class HasPosition(Protocol):
    """Anything that knows its position in its file: references, links, aliases, resources."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


class Position(NamedTuple):
    """A place between two characters: before the one in this line and column, both from 1."""

    line: int
    column: int = 1


class Fix(Struct, frozen=True, kw_only=True):
    """One change of a diagnostic's file: `text` in place of what is from `start` up to `end`.

    `title` says what it does. A safe one can be made without asking anybody.
    """

    title: str
    start: Position
    end: Position
    text: str
    is_safe: bool = False

    def __post_init__(self) -> None:
        force_setattr(self, "title", escape_unsafe(self.title))


class Rule(Struct, frozen=True, kw_only=True):
    """What is known of a code: for one of ours its entry in docs/diagnostics.md.

    `how` says how to mend what a plugin's check reports; for ours, `ssg.remedies` does.
    """

    code: str
    severity: Severity
    title: str
    why: str
    how: str = ""

    def __post_init__(self) -> None:
        for name in ("title", "why", "how"):
            force_setattr(self, name, escape_unsafe(getattr(self, name)))


class Clearing(Struct, frozen=True, kw_only=True):
    """An entry of `cleared`: the code and the digest of the warnings of its file that it clears."""

    code: str
    digest: str
    reason: str


class Diagnostic(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One problem: what is wrong (`message`), where (`at`), and how to fix it (`hint`).

    Unsafe characters in both texts are escaped, because the texts may quote an author's file.
    `fixes` are changes that a program can make, the best one first. Only `ssg.pipeline.verdict`
    knows what `clears` anything, and which warning counts as an error (`is_raised`). A diagnostic of
    a plugin brings the rule that its code stands for, so that it can be kept without the plugin.
    """

    code: str
    at: Location
    message: str
    hint: str = ""
    fixes: tuple[Fix, ...] = ()
    clears: Clearing | None = None
    is_raised: bool = False
    plugin_rule: Rule | None = None

    def __post_init__(self) -> None:
        force_setattr(self, "message", escape_unsafe(self.message))
        force_setattr(self, "hint", escape_unsafe(self.hint))

    @property
    def severity(self) -> Severity:
        return Severity.ERROR if self.is_raised else self.rule.severity

    @property
    def rule(self) -> Rule:
        """What its code stands for."""
        return self.plugin_rule or RULES[self.code]

    @property
    def is_clearable(self) -> bool:
        """Whether an editor can clear it."""
        return self.rule.severity is Severity.WARNING and self.code not in NOT_CLEARABLE


def escape_unsafe(text: str) -> str:
    """`text` on one line, with escapes in place of characters that could control a terminal."""
    return _UNSAFE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def fix_on_line(
    at: HasPosition, width: int, text: str, *, title: str = "", is_safe: bool
) -> tuple[Fix, ...]:
    """The fix that puts `text` in place of the `width` characters at a place."""
    fix = Fix(
        title=title or f"replace it with '{text}'",
        start=Position(at.line, at.column),
        end=Position(at.line, at.column + width),
        text=text,
        is_safe=is_safe,
    )
    return (fix,)


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics sorted by file, line, column and code, without exact duplicates."""
    unique = dict.fromkeys(diagnostics)
    return sorted(unique, key=lambda d: (d.at, d.code, d.message))


def quotes_comments(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether one of them quotes a comment, which is in no document."""
    return any(d.code == "W10" for d in diagnostics)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(d.severity is Severity.ERROR for d in diagnostics)


def _rules(severity: Severity, *rows: tuple[str, str, str]) -> dict[str, Rule]:
    return {
        code: Rule(code=code, severity=severity, title=title, why=why) for code, title, why in rows
    }


_FRONT_MATTER = _rules(
    Severity.ERROR,
    ("F01", "No front matter", "A document starts with `---`, its fields, and another `---`."),
    (
        "F02",
        "Front matter is not closed",
        "Without the closing `---`, the text would be read as fields.",
    ),
    ("F03", "Not a mapping", "Front matter and YAML files consist of `field: value` lines."),
    ("F04", "Invalid YAML", "The YAML cannot be parsed. The location is where parsing stopped."),
    (
        "F05",
        "Duplicate field",
        "When a field is given twice, one of its values would be lost without notice.",
    ),
    ("F06", "Unknown field", "ssg does not use this field, so its name is most likely a typo."),
    ("F07", "Wrong type", "The value does not have the type that this field takes."),
    ("F08", "Missing field", "A required field is absent or empty."),
    (
        "F09",
        "Not a date",
        "A date has the form `2026-03-01` or `2026-03-01T09:30` (ISO 8601) and must exist.",
    ),
    ("F10", "YAML nested too deeply", "Deep nesting is rejected before it can exhaust memory."),
    (
        "F11",
        "YAML alias, anchor or tag",
        "Aliases can expand without limit, and tags set types; fields are plain text.",
    ),
    ("F12", "Value not allowed", "The field does not accept this value."),
)

_POSTS = _rules(
    Severity.ERROR,
    (
        "P01",
        "Post without a yaml block",
        "A fenced `yaml` block under a post's heading says who wrote the post, and when.",
    ),
    (
        "P02",
        "Reply to an unknown post",
        "`to` must be the `id` of an earlier post in the same thread.",
    ),
    (
        "P03",
        "Two posts with the same anchor",
        "Each post needs its own address, so posts with the same time need an `id`.",
    ),
    (
        "P04",
        "Two accepted answers",
        "A thread has at most one accepted answer, and a reply cannot be accepted.",
    ),
    ("P05", "Empty text", "A question or post needs text, unless it was withdrawn or removed."),
    (
        "P06",
        "Code block swallows a post",
        "An unclosed code block would put one author's words under another author's name.",
    ),
    (
        "P07",
        "Almost a post heading",
        "It almost matches a post's heading, so two posts would merge.",
    ),
    (
        "P08",
        "Link or footnote defined in another post",
        "Each post is rendered on its own, so it must contain its own definitions.",
    ),
    (
        "P09",
        "Clinician or editor without a person",
        "Authors who speak with authority must be named in content/people.",
    ),
    (
        "P10",
        "Malformed care card",
        "A warning meant as a card would appear as ordinary text, where readers may miss it.",
    ),
)

_REFERENCES = _rules(
    Severity.ERROR,
    ("R01", "Unknown topic", "No file in content/topics has this id."),
    ("R02", "Unknown guide", "No file in content/guides has this id."),
    ("R03", "Unknown resource", "No file in content/resources defines this id."),
    ("R04", "Unknown person", "No file in content/people has this id."),
    ("R05", "Unknown thread", "No file in content/threads has this id."),
    ("R06", "Link to a missing file", "A relative link must lead to a file in the content folder."),
    (
        "R07",
        "Link to a missing heading",
        "The part after `#` must be a heading or a post on that page.",
    ),
    ("R08", "Missing image", "Images must be in content/media."),
    (
        "R09",
        "Link or reference to a draft",
        "A draft has no address, so readers would find a broken link.",
    ),
    ("R10", "Cycle in the topic tree", "A topic cannot be its own ancestor."),
    ("R11", "Duplicate resource id", "Each resource has its own id."),
    (
        "R12",
        "Duplicate resource URL",
        "Citations of one address would be split between two entries.",
    ),
    (
        "R13",
        "Unknown translation",
        "`translation_of` must name a document of the same kind in another language.",
    ),
    (
        "R14",
        "Topic too far down in the tree",
        "Every page of a topic names all topics above it, and readers find nothing that deep.",
    ),
    (
        "R15",
        "Duplicate of a duplicate",
        "A duplicate leads to the thread that readers should find, not to itself or another one.",
    ),
)

_ADDRESSES = _rules(
    Severity.ERROR,
    ("A01", "Two sources for one address", "Only one file can be published at an address."),
    ("A02", "Alias of an existing page", "The redirect would replace the page."),
    (
        "A03",
        "Names that differ only by case or Unicode form",
        "Some file systems and hosts treat them as the same file.",
    ),
    (
        "A04",
        "Name not safe in an address",
        "File names consist of lowercase letters, digits and hyphens.",
    ),
    (
        "A05",
        "Malformed alias",
        "An alias is a path from the site's root, without prefix, query or `..`.",
    ),
    (
        "A06",
        "Content that would not be published",
        "Its folder or its ending is not one of content, so it would be left out without notice.",
    ),
    (
        "A07",
        "Address that leads nowhere now",
        "Readers have linked to it and saved it, and would find that there is nothing.",
    ),
    (
        "A08",
        "Broken list of addresses",
        "An address whose line cannot be read could be lost without notice.",
    ),
)

_TEXT = _rules(
    Severity.ERROR,
    (
        "T01",
        "Not UTF-8",
        "Text files must be UTF-8; other encodings would be displayed as garbled text.",
    ),
    (
        "T02",
        "NUL byte or control character",
        "Control characters are not text; they indicate a damaged file.",
    ),
    (
        "T03",
        "Raw HTML that is not accepted",
        "Posts come from the public and are Markdown only; other texts may contain only safe HTML.",
    ),
    (
        "T04",
        "Unsafe link",
        "Links must lead to http, https, mailto, sms or tel addresses, or to files of the site.",
    ),
    ("T05", "Text nested too deeply", "Deep nesting is rejected before it can exhaust memory."),
    (
        "T06",
        "File takes too long",
        "Reading the file exceeded the time limit in site.yaml, or an image took a minute.",
    ),
    (
        "T07",
        "File too large",
        "A text or drawing exceeds the size limit in site.yaml, an image 64 MiB, or another file 2 GiB.",
    ),
    (
        "T08",
        "Symbolic link in content",
        "A symbolic link could include files from outside the site.",
    ),
    ("T09", "File cannot be read", "The file or folder could not be opened."),
    (
        "T10",
        "Worker process ended while reading a file",
        "Something outside `ssg` ended the process, or the file exhausted its resources.",
    ),
    (
        "T11",
        "Folders nested too deeply",
        "Not every system and program can work with such long paths.",
    ),
    (
        "T12",
        "Image that cannot be published",
        "It is damaged, of no kind that browsers show, cannot be freed from metadata, loads other"
        " files, or draws without end.",
    ),
    (
        "T13",
        "Image with too many pixels",
        "It would exhaust the memory of the build, and of readers' telephones.",
    ),
)

_SETTINGS = _rules(
    Severity.ERROR,
    (
        "S01",
        "No site.yaml",
        "A site's folder must contain a site.yaml with at least `title` and `url`.",
    ),
    (
        "S02",
        "Markdown extension cannot be used",
        "site.yaml names an extension that is not installed, or that fails on a text.",
    ),
    ("S03", "Template error", "A template could not be read or rendered."),
    (
        "S04",
        "Unknown version of the format",
        "Read by other rules than its editors followed, the site might show what nobody meant.",
    ),
    (
        "S05",
        "Unknown code",
        "No check has this code, so a warning that was meant to be an error would not be one.",
    ),
    (
        "S06",
        "Plugin cannot be used",
        "site.yaml names a plugin that is not installed, that cannot be loaded, or that breaks the"
        " rules for plugins.",
    ),
    (
        "S07",
        "Check of a plugin failed",
        "What the check would have found in this file is not known.",
    ),
)

_WARNINGS = _rules(
    Severity.WARNING,
    ("W01", "Guide without a review", "Readers should see who reviewed a guide, and when."),
    ("W02", "Review overdue", "The review's due date has passed."),
    ("W03", "Thread without an answer", "A question without an answer does not help readers."),
    (
        "W04",
        "External link not in a resource file",
        "Links from guides should lead to resources that an editor keeps up to date.",
    ),
    ("W05", "Empty topic", "Readers would find a page with nothing on it."),
    (
        "W06",
        "Uncited resource",
        "No page cites it, so no reader finds it and no editor maintains it.",
    ),
    ("W07", "Text left in a tombstone", "Withdrawn or removed text should not stay in the files."),
    (
        "W08",
        "Structure differs from a git host's preview",
        "The page shows other blocks or text than the preview that was reviewed.",
    ),
    (
        "W09",
        "File of unknown kind",
        "The file is in content but matches no kind of content, so it is ignored.",
    ),
    (
        "W10",
        "Value cut short by a #",
        "In YAML, a `#` after a space starts a comment, so the rest of the value is lost.",
    ),
    (
        "W11",
        "Review date in the future",
        "The page would claim a review on a day that has not come yet.",
    ),
    (
        "W12",
        "Link or footnote that is not defined",
        "Readers would see the brackets as they were typed, and no link.",
    ),
    (
        "W13",
        "Malformed link or image",
        "With a space in its address, for example, it is shown as it was typed.",
    ),
    (
        "W14",
        "Footnote that is not shown",
        "A note that no text refers to, or the second with one label, is left out of the page.",
    ),
    (
        "W15",
        "Link or heading without text",
        "Nobody can see where the link leads, and a screen reader reads out nothing.",
    ),
    (
        "W16",
        "Emphasis shown as asterisks",
        "Beside punctuation, emphasis begins and ends only where there is a space outside of it.",
    ),
    (
        "W17",
        "No-break space in place of a space",
        "It looks like a space, but Markdown and YAML do not treat it as one.",
    ),
    (
        "W18",
        "Date that cannot be right",
        "A date in the future or long past is most likely mistyped.",
    ),
    (
        "W19",
        "Dates in the wrong order",
        "An answer cannot be older than its question. One of the dates is most likely mistyped.",
    ),
    (
        "W20",
        "Python-Markdown in CommonMark",
        "A text in CommonMark shows this syntax as text, or ignores it.",
    ),
    (
        "W21",
        "Comment that is not closed",
        "Without `-->` in the same paragraph it is text, so readers would see it.",
    ),
    (
        "W22",
        "Number not checked",
        "Numbers change. A reader in need who calls a wrong one may not try again.",
    ),
    (
        "W23",
        "Translation behind its original",
        "The original has changed since the two were compared, so they may contradict each other.",
    ),
    (
        "W24",
        "Emergency number not known",
        "A wrong number costs time that a reader in an emergency does not have.",
    ),
    (
        "W25",
        "Low contrast",
        "Many readers cannot read text that differs too little from its ground.",
    ),
    (
        "W26",
        "Untranslated text",
        "Pages in that language would show some of their interface in English.",
    ),
    (
        "W27",
        "Dead link",
        "A reader in need who follows it gets nothing.",
    ),
    (
        "W28",
        "Link that has moved",
        "The redirect at the old address may end some day, and then the link is dead.",
    ),
    (
        "W29",
        "Link to a page that seems to be gone",
        "The host still answers, but not with the page that was meant.",
    ),
    (
        "W30",
        "Link to a place that a page does not have",
        "Readers get to the top of the page, and have to look for what was meant.",
    ),
    (
        "W31",
        "Image without a description",
        "Who cannot see it, or has a slow connection, learns nothing of it.",
    ),
    (
        "W32",
        "Place in an image",
        "Cameras write into a photo where it was taken, which may be somebody's home.",
    ),
    (
        "W33",
        "Image named as another format",
        "Some programs and hosts go by the name, and do not show it.",
    ),
    (
        "W34",
        "Code in a drawing",
        "An SVG can hold scripts; they are removed, and what they drew is gone.",
    ),
    (
        "W35",
        "Changed since its review",
        "The review was of another text, so the page no longer says that this one was reviewed.",
    ),
    (
        "W36",
        "Duplicate of a thread that is gone",
        "Its page leads nowhere, so it is in the lists again until it names a thread that is there.",
    ),
    (
        "W37",
        "Line that is none of links.jsonl",
        "What the line knew of a link is lost, so that it is asked again as if it were new.",
    ),
    (
        "W38",
        "Anchor that is gone",
        "Links to this post or heading lead to the top of the page, and nobody knows why.",
    ),
    (
        "W39",
        "More redirects than some hosts take",
        "They leave out the rest, and old addresses lead there by a page only.",
    ),
    (
        "W40",
        "Nothing left to clear",
        "The warning is gone, or its line has changed, so the reason that was given is out of date.",
    ),
)

NOT_CLEARABLE = ("W40",)
"""Warnings that no editor can clear."""

RULES: dict[str, Rule] = {
    **_FRONT_MATTER,
    **_POSTS,
    **_REFERENCES,
    **_ADDRESSES,
    **_TEXT,
    **_SETTINGS,
    **_WARNINGS,
}
