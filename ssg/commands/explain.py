"""`ssg explain`: why a rule exists, what made a page, and what depends on a file."""

import re
from difflib import get_close_matches
from pathlib import Path

import click

from ssg.commands.exit_codes import CommandError, ExitCode
from ssg.diagnostics import RULES, escape_unsafe
from ssg.remedies import REMEDIES

_CODE = re.compile(r"[A-Za-z]\d{1,3}", re.ASCII)


def explain(site: Path, what: str, *, now: str | None) -> int:
    """Prints what is known of a code, a page or a file. Raises CommandError for all else."""
    if _CODE.fullmatch(what):
        lines = explain_code(what.upper())
    else:
        # The catalog takes longer to load than a code to explain.
        from ssg.commands.explain_site import explain_in_site

        lines = explain_in_site(site, what, now)
    for line in lines:
        click.echo(escape_unsafe(line))
    return ExitCode.SUCCESS


def explain_code(code: str) -> list[str]:
    rule = RULES.get(code)
    if rule is None:
        near = get_close_matches(code, RULES, n=3, cutoff=0.5)
        hint = f"near it: {', '.join(near)}" if near else ""
        raise CommandError(f"there is no code '{code}'", hint or "docs/diagnostics.md lists all")
    remedy = REMEDIES[code]
    lines = [f"{rule.severity.value} {code}: {rule.title}", "", f"Why: {rule.why}"]
    lines += [f"How to mend it: {remedy.how}"]
    for title, text in (("Before:", remedy.before), ("After:", remedy.after)):
        if text:
            lines += ["", title, *(f"    {line}" for line in text.split("\n"))]
    return lines
