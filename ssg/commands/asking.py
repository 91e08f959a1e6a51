"""Asks for fields on a terminal, with completion over the titles of what there is."""

import sys
from collections.abc import Mapping
from typing import Any

import click

from ssg.authoring.form import FormField
from ssg.diagnostics import escape_unsafe
from ssg.model.scalars import ScalarError

Choices = Mapping[str, str]
"""Ids by the labels under which a person finds them."""

_WORDS = {
    "title": "Title",
    "asked": "When was it asked? (2026-03-01 or 2026-03-01T09:30)",
    "posted": "When was it posted? (2026-03-01 or 2026-03-01T09:30)",
    "by": "The name to show for its author",
    "name": "Name",
    "url": "Web address",
    "publisher.name": "Publisher",
    "text": "Text",
}


def is_on_terminal() -> bool:
    return bool(sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty())


def ask_for(field: FormField, choices: Choices | None, default: str) -> str | list[str]:
    """What was typed for the field; a list for one that takes several. Raises click.Abort."""
    if field.refers_to and choices is not None:
        return _ask_for_ids(field, choices)
    label = _WORDS.get(field.name, field.name.replace(".", " ").replace("_", " ").capitalize())
    if not field.is_required:
        label += " (Enter for none)"
    return _ask(label, lambda text: _check(field, text), default)


def ask_to_go_on(question: str) -> bool:
    import questionary

    answer = questionary.confirm(question, default=False).ask()
    if answer is None:
        raise click.Abort
    return bool(answer)


def _check(field: FormField, text: str) -> bool | str:
    if not text.strip():
        return "write something" if field.is_required else True
    try:
        field.parse(text.strip())
    except ScalarError as error:
        return str(error)
    return True


def _ask(label: str, validate: Any, default: str) -> str:
    import questionary

    answer = questionary.text(label, default=default, validate=validate).ask()
    if answer is None:
        raise click.Abort
    return str(answer).strip()


def _ask_for_ids(field: FormField, choices: Choices) -> list[str]:
    """Asks until nothing more is chosen; of what is required, at least one."""
    import questionary

    found: list[str] = []
    known = set(choices.values())
    labels = {escape_unsafe(label): name for label, name in choices.items()}

    def validate(text: str) -> bool | str:
        if not text.strip():
            return bool(found) or not field.is_required or "choose at least one"
        return text.strip() in labels or text.strip() in known or "choose one of the list (Tab)"

    while True:
        label = field.name.replace("_", " ").capitalize()
        hint = "another one, or Enter to go on" if found else "Tab lists them"
        if not found and not field.is_required:
            hint = "Tab lists them, Enter for none"
        answer = questionary.autocomplete(
            f"{label} ({hint})", choices=list(labels), match_middle=True, validate=validate
        ).ask()
        if answer is None:
            raise click.Abort
        if not answer.strip():
            return found
        name = labels.get(answer.strip(), answer.strip())
        if name not in found:
            found.append(name)
        if not field.is_list:
            return found
