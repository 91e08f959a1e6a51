"""Explains why a text is not valid YAML: at the line that is wrong, with the way out.

The parser stops where it can make no sense of what it has read, often a line after the slip that
its author made, and names the tokens that it expected. The rules here look at the text around that
place. Lines and columns count from 0.
"""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import yaml
from msgspec import Struct

from ssg.yamlslips import (
    NO_SPACES,
    LineEdit,
    find_item_slip,
    find_slip,
    find_value,
    quote_rest,
    suggest_plain,
)

QUOTE_HINT = "put text in quotes if it contains ': ' or ' #', or starts with * & ! @ % ` [ {"
_QUOTE_ALL = "put the whole value in quotes"
_COMMENT_OR_BLANK = re.compile(r"\s*(?:#|\Z)")
_FIELD = re.compile(r"\s*+(?:- +)*+[^\s:][^:]*+:(?:\s|$)")
_FIELD_BEFORE_QUOTE = re.compile(r"(?=.)\s*+(?:- +)*+(?:[^\s:'\"][^:]*+: +)?+\Z")
_CLOSING = {"[": "]", "{": "}"}


class YamlProblem(NamedTuple):
    """What is wrong with a text, and what to do about it."""

    line: int
    column: int
    message: str
    hint: str
    edit: LineEdit | None = None
    """Of the line: it does what the hint says, where nothing else can have been meant."""


def explain(text: str, error: yaml.YAMLError) -> YamlProblem:
    """Why `text`, for which the parser raised `error`, is not valid YAML."""
    failure = _Failure.of(text, error)
    found = (rule(failure) for rule in _RULES)
    problem = next((one for one in found if one), None) or failure.at_mark(failure.message)
    return _clamp(problem, failure.lines)


def _clamp(problem: YamlProblem, lines: list[str]) -> YamlProblem:
    """The parser may stop after the last line; the last one with text is what it missed."""
    last = max((number for number, line in enumerate(lines) if line.strip()), default=0)
    if problem.line <= last:
        return problem
    return problem._replace(line=last, column=len(lines[last]))


class _Failure(Struct, frozen=True, kw_only=True):
    """Where the parser stopped, and where what it was reading had started."""

    lines: list[str]
    message: str
    line: int
    column: int
    start_line: int
    start_column: int

    @classmethod
    def of(cls, text: str, error: Any) -> "_Failure":
        start = getattr(error, "context_mark", None)
        mark = getattr(error, "problem_mark", None) or start
        start = start or mark
        return cls(
            # The parser may stop on the line after the last one.
            lines=[*text.split("\n"), ""],
            message=str(getattr(error, "problem", None) or "invalid YAML"),
            line=mark.line if mark else 0,
            column=mark.column if mark else 0,
            start_line=start.line if start else 0,
            start_column=start.column if start else 0,
        )

    @property
    def before(self) -> str:
        """The line up to where the parser stopped."""
        return self.lines[self.line][: self.column]

    @property
    def rest(self) -> str:
        """The line from where the parser stopped."""
        return self.lines[self.line][self.column :]

    @property
    def opening(self) -> str:
        """The first character of what the parser was reading."""
        return self.lines[self.start_line][self.start_column :][:1]

    @property
    def expects_entry(self) -> bool:
        """Whether the parser had read a value, and expected a new field or item."""
        return self.message.startswith(
            ("did not find expected key", "did not find expected '-'", "did not find expected <")
        )

    @property
    def expects_comma(self) -> bool:
        return self.message.startswith("did not find expected ','")

    @property
    def rejects_colon(self) -> bool:
        return self.message.startswith("mapping values are not allowed")

    def at_mark(self, message: str, hint: str = QUOTE_HINT) -> YamlProblem:
        return YamlProblem(self.line, self.column, message, hint)

    def at_start(self, message: str, hint: str) -> YamlProblem:
        return YamlProblem(self.start_line, self.start_column, message, hint)


def _explain_unclosed_quote(failure: _Failure) -> YamlProblem | None:
    # Only a quoted scalar causes these: it reaches the end of the text, or a line `---`.
    if not failure.message.startswith(
        ("found unexpected end of stream", "found unexpected document")
    ):
        return None
    return _unclosed_quote(failure.start_line, failure.start_column, failure.opening)


def _unclosed_quote(line: int, column: int, quote: str) -> YamlProblem:
    hint = "end it with the same quotation mark, ' or \""
    if quote == "'":
        hint += "; if it is an apostrophe, put the whole value in double quotation marks"
    return YamlProblem(line, column, "the quoted text that starts here is not closed", hint)


def _explain_tab(failure: _Failure) -> YamlProblem | None:
    if failure.rest[:1] != "\t" and "tab character" not in failure.message:
        return None
    if failure.before.endswith("-"):
        return failure.at_mark("a tab follows the '-'", "write a space after the '-', not a tab")
    return failure.at_mark("a tab is not allowed here", "indent with spaces, not with tabs")


def _explain_escape(failure: _Failure) -> YamlProblem | None:
    hint = "write \\\\ for a backslash, or put the text in single quotation marks"
    if failure.message.startswith("found unknown escape"):
        return failure.at_mark(f"'{failure.rest[:2]}' is not an escape sequence", hint)
    if "escape" in failure.message:
        return failure.at_mark(failure.message, hint)
    if "hexdecimal" in failure.message:
        column = failure.before.rindex("\\")
        message = f"'{failure.before[column:]}' starts an escape sequence that is not complete"
        return YamlProblem(failure.line, column, message, hint)
    return None


def _explain_text_after_quote(failure: _Failure) -> YamlProblem | None:
    if not (failure.expects_entry or failure.expects_comma or failure.rejects_colon):
        return None
    before = failure.before.rstrip()
    quote = before[-1:]
    if not quote or quote not in "'\"":
        return None
    if _FIELD_BEFORE_QUOTE.match(before[:-1]) and (earlier := _find_open_quote(failure, quote)):
        return earlier
    if failure.rejects_colon and not _FIELD_BEFORE_QUOTE.match(before.partition(quote)[0]):
        return None
    inside = '\\"' if quote == '"' else "''"
    hint = f"quote all of it, and write {inside} for each {quote} inside"
    if failure.expects_comma:
        hint += "; between two entries, write a comma"
    return failure.at_mark("text goes on after the closing quotation mark", hint)


def _find_open_quote(failure: _Failure, quote: str) -> YamlProblem | None:
    """The quotation mark on an earlier line that this line's first one closed."""
    for number in range(failure.line - 1, -1, -1):
        line = failure.lines[number]
        if line.count(quote) % 2:
            return _unclosed_quote(number, line.rindex(quote), quote)
    return None


def _explain_text_after_bracket(failure: _Failure) -> YamlProblem | None:
    bracket = failure.before.rstrip()[-1:]
    if bracket not in ("]", "}") or not (failure.expects_entry or failure.rejects_colon):
        return None
    if failure.rest[:1] in ("]", "}"):
        return failure.at_mark(f"this '{failure.rest[:1]}' closes nothing", "remove it")
    return failure.at_mark(f"text goes on after the closing '{bracket}'", _QUOTE_ALL)


def _explain_brackets(failure: _Failure) -> YamlProblem | None:
    if not failure.expects_comma or failure.opening not in _CLOSING:
        return None
    opening, closing = failure.opening, _CLOSING[failure.opening]
    if failure.rest[:1] in ("]", "}"):
        message = f"expects '{closing}' here, not '{failure.rest[:1]}'"
        return failure.at_mark(message, f"close each '{opening}' with '{closing}'")
    if closing not in _bracketed(failure):
        hint = f"add the missing '{closing}', or put text that starts with '{opening}' in quotes"
        return failure.at_start(f"the '{opening}' that starts here is not closed", hint)
    hint = "write a comma between two entries, and put text that contains ': ' in quotes"
    return failure.at_mark("a comma or a quotation mark is missing before this", hint)


def _bracketed(failure: _Failure) -> str:
    """From the opening bracket to where the lines are no longer indented below its own."""
    first, *others = failure.lines[failure.start_line :]
    inside = [first[failure.start_column :]]
    for line in others:
        if line.strip() and _indent(line) <= _indent(first) and line[:1] not in ("]", "}"):
            break
        inside.append(line)
    return "\n".join(inside)


def _explain_open_bracket(failure: _Failure) -> YamlProblem | None:
    """An opening bracket at the end of the text, or list items between brackets."""
    if not failure.message.startswith("did not find expected node content"):
        return None
    if failure.rest.startswith("- "):
        hint = "write the items without '-', separated by commas, or remove the brackets"
        return failure.at_mark("an item between brackets starts with '-'", hint)
    if failure.rest.strip() or any(line.strip() for line in failure.lines[failure.line + 1 :]):
        return None
    return _find_open_bracket(failure)


def _find_open_bracket(failure: _Failure) -> YamlProblem | None:
    """The last bracket that is not closed before where the parser stopped."""
    closed = 0
    for number in range(failure.line, -1, -1):
        for column, character in reversed(list(enumerate(failure.lines[number]))):
            if character in "]}":
                closed += 1
            elif character in _CLOSING and closed:
                closed -= 1
            elif character in _CLOSING:
                message = f"the '{character}' that starts here is not closed"
                hint = f"add the missing '{_CLOSING[character]}'"
                return YamlProblem(number, column, message, hint)
    return None


def _explain_line_without_colon(failure: _Failure) -> YamlProblem | None:
    if not failure.message.startswith("could not find expected ':'"):
        return None
    return _explain_plain_line(failure, failure.start_line)


def _explain_plain_line(failure: _Failure, number: int) -> YamlProblem:
    """The line should be a field or an item, but YAML reads it as text."""
    line = failure.lines[number]
    if slip := find_slip(line):
        return YamlProblem(number, *slip)
    hint = "write 'name: value'; indent the line if it continues the value above it"
    if number and re.match(rf" {{{_indent(line)}}}- ", failure.lines[number - 1]):
        hint = "write '- …' for an item of the list; indent the line more if it continues the item"
    return YamlProblem(number, _indent(line), "this line has no ': ' after a field's name", hint)


def _explain_colon(failure: _Failure) -> YamlProblem | None:
    if not failure.rejects_colon:
        return None
    if re.search(r":\s", failure.before):
        hint = suggest_plain(failure.before) or _QUOTE_ALL
        problem = failure.at_mark("the value contains ': ', which YAML reads as a field", hint)
        line = failure.lines[failure.line]
        edit = quote_rest(line, find_value(line)) if hint == _QUOTE_ALL else None
        return problem._replace(edit=edit)
    parent = _find_parent(failure)
    below = range(parent + 1, failure.line + 1)
    first = next(n for n in below if not _COMMENT_OR_BLANK.match(failure.lines[n]))
    value = failure.lines[parent].partition(":")[2] if parent >= 0 else ""
    if value.strip():
        message = "this line is indented, so it continues the value above, which cannot have ': '"
        hint = f"start it in the column of the field above, or {_QUOTE_ALL}"
        return YamlProblem(failure.line, _indent(failure.before), message, hint)
    return _explain_plain_line(failure, first)


def _find_parent(failure: _Failure) -> int:
    """The line of the field that contains this line; -1 if it is at the top level."""
    indent = _indent(failure.before)
    for number in range(failure.line - 1, -1, -1):
        line = failure.lines[number]
        if line.lstrip().startswith("#"):
            continue
        if _FIELD.match(line) and (_indent(line) < indent or line[_indent(line) :][:1] == "-"):
            return number
    return -1


def _explain_first_character(failure: _Failure) -> YamlProblem | None:
    if not failure.message.startswith((
        "found character that cannot start",
        "did not find expected node content",
        "did not find expected comment or line break",
        "did not find expected alphabetic",
        "mapping keys are not allowed",
        "block sequence entries are not allowed",
    )):  # fmt: skip
        return None
    line = failure.lines[failure.start_line]
    if not line[: failure.start_column].strip() and (slip := find_item_slip(line)):
        return YamlProblem(failure.start_line, *slip)
    before = line[: failure.start_column].rstrip()
    if failure.opening == "," and before.endswith(("[", "{", ",")):
        hint = "remove it, or put text that contains a comma in quotes"
        return failure.at_start("a comma stands where a value is expected", hint)
    if failure.opening == "-":
        hint = f"start each item on a line of its own, or {_QUOTE_ALL}"
        return failure.at_start("a list cannot start on the line of its field", hint)
    hint = _QUOTE_ALL
    if failure.opening in "|>":
        hint += ", or start its text on the next line"
    problem = failure.at_start(f"a value cannot start with '{failure.opening}'", hint)
    edit = quote_rest(line, failure.start_column) if hint == _QUOTE_ALL else None
    return problem._replace(edit=edit)


def _explain_directive(failure: _Failure) -> YamlProblem | None:
    first = next((n for n, line in enumerate(failure.lines) if line.strip()), 0)
    if not failure.lines[first].startswith("%"):
        return None
    message = "this line is a directive to a YAML parser, which is not supported"
    return YamlProblem(first, 0, message, "remove the line")


def _explain_indentation(failure: _Failure) -> YamlProblem | None:
    if not failure.expects_entry or failure.before.strip(" " + NO_SPACES):
        return None
    above = [line for line in failure.lines[: failure.line] if line.strip()]
    if above and above[-1].rstrip() == "...":
        number = max(n for n in range(failure.line) if failure.lines[n].rstrip() == "...")
        return YamlProblem(number, 0, "the YAML ends at this '...'", "remove the '...'")
    if failure.rest.startswith("- "):
        hint = "write the name of the field above the list, and indent the items: '  - …'"
        return failure.at_mark("a list item stands where a field is expected", hint)
    if slip := find_slip(failure.lines[failure.line]):
        return YamlProblem(failure.line, *slip)
    hint = "start it in the same column as the fields that it belongs to"
    return failure.at_mark("the indentation of this line matches no line above it", hint)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


_RULES: tuple[Callable[[_Failure], YamlProblem | None], ...] = (
    _explain_unclosed_quote,
    _explain_tab,
    _explain_escape,
    _explain_text_after_quote,
    _explain_text_after_bracket,
    _explain_brackets,
    _explain_open_bracket,
    _explain_line_without_colon,
    _explain_colon,
    _explain_first_character,
    _explain_directive,
    _explain_indentation,
)
