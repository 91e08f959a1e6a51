"""`ssg explain`: why a rule exists, what made a page, and what depends on a file."""

import re
from difflib import get_close_matches
from pathlib import Path

import click

from ssg.commands.exit_codes import CommandError, ExitCode
from ssg.diagnostics import PLUGIN_CODE, RULES, Rule, escape_unsafe
from ssg.remedies import REMEDIES

_CODE = re.compile(r"[A-Za-z]\d{1,3}", re.ASCII)


def explain(site: Path, what: str, *, now: str | None) -> int:
    """Prints what is known of a code, a page or a file. Raises CommandError for all else."""
    if _CODE.fullmatch(what):
        lines = explain_code(what.upper())
    elif PLUGIN_CODE.fullmatch(what) and (rule := _find_rule(site, what)):
        lines = [*_describe(rule), f"How to mend it: {rule.how}"]
    else:
        # The catalog takes longer to load than a code to explain.
        from ssg.commands.explain_site import explain_in_site

        lines = explain_in_site(site, what, now)
    for line in lines:
        click.echo(escape_unsafe(line))
    return ExitCode.SUCCESS


def _find_rule(site: Path, code: str) -> Rule | None:
    """The rule of a plugin that the site names, None if it names no such plugin.

    Raises CommandError if the plugin cannot be used, or has no such rule.
    """
    from ssg.config import load_settings
    from ssg.plugins.named import find_plugins

    loaded, _ = load_settings(site)
    name = code.partition("/")[0]
    if loaded is None or name not in loaded.settings.plugins:
        return None
    plugin = next(one for one in find_plugins(loaded.settings) if one.name == name)
    if plugin.problem:
        raise CommandError(f"the plugin '{name}' cannot be used: {plugin.problem}")
    rules = {rule.code: rule for rule in plugin.rules}
    if code not in rules:
        hint = f"it has: {', '.join(rules)}" if rules else "it has no check"
        raise CommandError(f"the plugin '{name}' has no check with the code '{code}'", hint)
    return rules[code]


def _describe(rule: Rule) -> list[str]:
    return [f"{rule.severity.value} {rule.code}: {rule.title}", "", f"Why: {rule.why}"]


def explain_code(code: str) -> list[str]:
    rule = RULES.get(code)
    if rule is None:
        near = get_close_matches(code, RULES, n=3, cutoff=0.5)
        hint = f"near it: {', '.join(near)}" if near else ""
        raise CommandError(f"there is no code '{code}'", hint or "docs/diagnostics.md lists all")
    remedy = REMEDIES[code]
    lines = [*_describe(rule), f"How to mend it: {remedy.how}"]
    for title, text in (("Before:", remedy.before), ("After:", remedy.after)):
        if text:
            lines += ["", title, *(f"    {line}" for line in text.split("\n"))]
    return lines
