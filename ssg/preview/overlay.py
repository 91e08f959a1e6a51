"""The problems of a page, over it, and those of the site, in a list."""

import re
from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from ssg.diagnostics import Diagnostic, Location, Severity, escape_unsafe
from ssg.digest import digest_of_parts
from ssg.preview.shown import Excerpt, Problem
from ssg.text import pluralize

_MAX_SHOWN = 50
"""How many problems are shown over a page."""
_MAX_LISTED = 200
"""How many problems the list of the site has: every page is sent with it."""
_MAX_LINE = 160
"""How many characters of a line are shown."""
_CONTEXT = 60
"""How many of them stand before the spot, in a line that is cut."""
# A diagnostic says where something begins: most often a word, an address, a link or a list.
_SPOT = re.compile(r"""!?\[[^\[\]]*\](?:\([^()]*\))?|[^\s"'()\[\]<>{},;:]+|.""")
# Their pictures, which are as long, so that columns stay right.
_PICTURES = {code: 0x2400 + code for code in range(0x20) if code != ord("\t")} | {0x7F: 0x2421}
# Of the details with one name, the browser opens only one at a time.
_HERE = """<details class="here {severity}" name="problems" data-contents="{digest}"{open}>
<summary><h2>{count} on this page</h2></summary>
<div class="problems" role="group" aria-label="Problems" tabindex="0">
{problems}{more}</div>
</details>
"""
_SITE = """<details class="site {severity}" name="problems">
<summary><h2>{count} in all</h2></summary>
<div class="problems" role="group" aria-label="Problems" tabindex="0">
{files}{more}</div>
</details>
"""
_FILE = "<h3>{path}</h3>\n<ul>\n{problems}</ul>\n"
_MORE = "<p>… and {count} more: run <code>ssg check --all</code></p>\n"
_PROBLEM = """<article class="{severity}">
<h3><span class="severity">{severity}</span> <span class="code">{code}</span> {message}</h3>
{hint}<p class="place">{place}</p>
{excerpt}</article>
"""
_LISTED = """<li class="{severity}"><span class="severity">{severity}</span> \
<span class="code">{code}</span> {place}
<p>{message}</p>
{hint}</li>
"""
_HINT = '<p class="hint">{hint}</p>\n'
_LINK = '<a href="{url}" aria-label="Edit {place}">{words}</a>'
_LINE = (
    '<span class="line{spot}"><span class="number">{number}</span>'
    '<code dir="auto">{text}</code></span>\n'
)
_CUT = Markup('<span class="cut">…</span>')


def render_here(problems: Sequence[Problem]) -> Markup:
    """The problems over the page. Only errors are so urgent that they are open at once."""
    if not problems:
        return Markup("")
    errors, warnings = _split(problems)
    return _fill(
        _HERE,
        severity=Severity.ERROR if errors else Severity.WARNING,
        digest=_identify(problems),
        open=Markup(" open") if errors else "",
        count=_count(errors, warnings),
        problems=Markup("").join(map(_render_problem, problems[:_MAX_SHOWN])),
        more=_render_more(len(problems) - _MAX_SHOWN),
    )


def _identify(problems: Iterable[Problem]) -> str:
    """The same for the same problems, also after they moved to other lines."""
    found = (problem.diagnostic for problem in problems)
    return digest_of_parts(*(part for d in found for part in (d.code, d.at.path, d.message)))


def _render_problem(problem: Problem) -> Markup:
    found = problem.diagnostic
    return _fill(
        _PROBLEM,
        severity=found.severity,
        code=found.code,
        place=_render_place(problem),
        excerpt=_render_excerpt(problem.excerpt, found.at) if problem.excerpt else "",
        message=found.message,
        hint=_render_hint(found),
    )


def _render_place(problem: Problem, words: str = "") -> Markup:
    """The place as a link to the editor; `words` are for where the file is known already."""
    place = str(problem.diagnostic.at)
    if not problem.edit_url:
        return _fill("<span>{words}</span>", words=words or place)
    return _fill(_LINK, url=problem.edit_url, place=place, words=words or place)


def _render_hint(diagnostic: Diagnostic) -> Markup:
    return _fill(_HINT, hint=diagnostic.hint) if diagnostic.hint else Markup("")


def _render_excerpt(excerpt: Excerpt, at: Location) -> Markup:
    lines = Markup("").join(
        _fill(
            _LINE,
            spot=" spot" if number == at.line else "",
            number=number,
            text=_render_spot(line, at.column) if number == at.line else _shorten(line),
        )
        for number, line in enumerate(excerpt.lines, excerpt.first_line)
    )
    return Markup("<pre>\n{}</pre>\n").format(lines)


def _shorten(line: str) -> Markup:
    """The start of a line that is not the spot's."""
    return Markup("{}{}").format(
        line[:_MAX_LINE].translate(_PICTURES), _CUT if len(line) > _MAX_LINE else ""
    )


def _render_spot(line: str, column: int) -> Markup:
    """The line with the spot marked; it is cut around the spot. Column 0 is the whole line."""
    spot = min(max(column - 1, 0), len(line))
    start = max(spot - _CONTEXT, 0) if len(line) > _MAX_LINE else 0
    end = start + _MAX_LINE
    after = _find_spot_end(line, spot, end) if column else end
    # At the end of a line something is missing: the mark is where it belongs.
    marked = line[spot:after].translate(_PICTURES) or "\N{NO-BREAK SPACE}"
    return Markup("{}{}<mark{}>{}</mark>{}{}").format(
        _CUT if start else "",
        line[start:spot].translate(_PICTURES),
        Markup(' class="caret"') if column else "",
        marked,
        line[after:end].translate(_PICTURES),
        _CUT if end < len(line) else "",
    )


def _find_spot_end(line: str, spot: int, end: int) -> int:
    found = _SPOT.match(line, spot, end)
    return found.end() if found else spot


def render_site(problems: Sequence[Problem]) -> Markup:
    """All problems of the site, errors first, by file."""
    if not problems:
        return Markup("")
    errors, warnings = _split(problems)
    by_file: dict[str, list[Problem]] = {}
    for problem in [*errors, *warnings][:_MAX_LISTED]:
        by_file.setdefault(problem.diagnostic.at.path, []).append(problem)
    return _fill(
        _SITE,
        severity=Severity.ERROR if errors else Severity.WARNING,
        count=_count(errors, warnings),
        files=Markup("").join(_render_file(*item) for item in by_file.items()),
        more=_render_more(len(problems) - _MAX_LISTED),
    )


def _render_file(path: str, problems: Iterable[Problem]) -> Markup:
    listed = Markup("").join(
        _fill(
            _LISTED,
            severity=problem.diagnostic.severity,
            code=problem.diagnostic.code,
            place=_render_place(problem, _describe_place(problem.diagnostic.at)),
            message=problem.diagnostic.message,
            hint=_render_hint(problem.diagnostic),
        )
        for problem in problems
    )
    return _fill(_FILE, path=escape_unsafe(path), problems=listed)


def _render_more(count: int) -> Markup:
    return _fill(_MORE, count=f"{count:,}") if count > 0 else Markup("")


def _describe_place(at: Location) -> str:
    if not at.line:
        return "whole file"
    return f"line {at.line}, column {at.column}" if at.column else f"line {at.line}"


def _split(problems: Iterable[Problem]) -> tuple[list[Problem], list[Problem]]:
    """Errors and warnings."""
    errors: list[Problem] = []
    warnings: list[Problem] = []
    for problem in problems:
        is_error = problem.diagnostic.severity is Severity.ERROR
        (errors if is_error else warnings).append(problem)
    return errors, warnings


def _count(errors: Sequence[Problem], warnings: Sequence[Problem]) -> str:
    """Such as `3 errors, 12 warnings`."""
    counted = ((len(errors), "error"), (len(warnings), "warning"))
    return ", ".join(pluralize(number, noun) for number, noun in counted if number)


def _fill(template: str, **values: object) -> Markup:
    """The template with its values escaped; `Markup.format` is several times slower."""
    return Markup(template.format_map({name: escape(value) for name, value in values.items()}))
