"""Writes text so that CommonMark shows it as Python-Markdown does."""

import re

# What Python-Markdown escapes; it shows the backslash before any other character.
_ESCAPABLE = frozenset("\\`*_{}[]()>#+-.!|")
_TOKEN = re.compile(
    r"(?P<literal>(?P<ticks>`+)(?!`)(?:.|\n)*?(?<!`)(?P=ticks)(?!`)|<[^<>\s][^<>]*>)"
    r"|\]\((?P<address>[^()<>\s\"']+(?:[ ][^()<>\s\"']+)+)\)"
    r"|(?P<escape>\\(?:.|\n))|(?P<tilde>~+)",
)
_LINE_START = re.compile(r"(?P<number>\d{1,9})?(?P<mark>[.)]|[-+*#>`|\[])")
_BLOCK_START = re.compile(
    r"(?:[-+*](?:\s|$)|\d{1,9}[.)](?:\s|$)|#{1,6}(?:\s|$)|>|`{3}|-+\s*$|\|?\s*:?-+:?\s*\|"
    r"|\[[ xX]\]\s)"
)
_UNDERLINE = re.compile(r"=(?==*\s*$)")
_DEFINITION = re.compile(r":(?=\s)")
_ATTRIBUTES = re.compile(r"\{:[ ]*([#.][^{}\n\"'=]*?)[ ]*\}(?=[ ]*#*[ ]*$)", re.MULTILINE)


def escape_text(text: str) -> str:
    """The lines of a paragraph or a list item, with escapes for what only CommonMark reads."""
    lines = escape_markup(text).split("\n")
    return "\n".join(_escape_start(line, row > 0) for row, line in enumerate(lines))


def escape_markup(text: str) -> str:
    """As `escape_text`, where no block can start, as in the cell of a table."""
    return _TOKEN.sub(_escape_token, shorten_attributes(text))


def break_lines(text: str) -> str:
    """As `escape_text`, with a line break at the end of each line, as nl2br makes them."""
    return escape_text(text).replace("\n", "  \n")


def shorten_attributes(text: str) -> str:
    """`text` with `{#id}` for Python-Markdown's `{: #id }`, where a line ends with it."""
    return _ATTRIBUTES.sub(r"{\1}", text)


def _escape_token(found: re.Match[str]) -> str:
    if found["tilde"]:
        return "&#126;" * len(found["tilde"])
    if address := found["address"]:
        return f"](<{address}>)"
    if escape := found["escape"]:
        is_plain = escape[1] in _ESCAPABLE or escape[1].isalnum() or escape[1] in " \t"
        return escape if is_plain else f"\\{escape}"
    return found[0]


def _escape_start(line: str, is_below: bool) -> str:
    if _BLOCK_START.match(line):
        return _LINE_START.sub(lambda found: f"{found['number'] or ''}\\{found['mark']}", line, 1)
    if is_below:
        line = _UNDERLINE.sub("&#61;", line, 1) if _UNDERLINE.match(line) else line
        line = _DEFINITION.sub("&#58;", line, 1) if _DEFINITION.match(line) else line
    return line
