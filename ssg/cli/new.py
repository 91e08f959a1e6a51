"""The options of `ssg new`: those of each kind are the fields of the content format."""

from pathlib import Path
from typing import Any

import click

from ssg.authoring.form import FORMS, FormField, form_fields
from ssg.cli.completions import DocumentId
from ssg.model.kinds import Kind

_POSTS = ("answer", "reply")
_HELP = {
    "thread": "Write a new thread: a question.",
    "guide": "Write a new guide.",
    "topic": "Write a new topic.",
    "resource": "Add a page of another publisher to the file of that publisher.",
    "person": "Write a new person: a reviewer, or somebody who answers in a role.",
    "page": "Write a new page.",
    "answer": "Add an answer at the end of THREAD, or with --to a reply under one of its posts.",
    "reply": "Add a reply to the question of THREAD, or with --to to one of its posts.",
}
_MORE = """\


What is required and missing is asked for on a terminal. The path of the file is printed."""


@click.group()
def new() -> None:
    """Write a new file, or a new post in a thread.

    What is missing is asked for on a terminal. A new thread, guide or page is a draft.
    """


def _option(field: FormField) -> click.Option:
    kind: Any = None
    if field.choices:
        kind = click.Choice(field.choices)
    elif field.refers_to:
        kind = DocumentId(field.refers_to)
    words = ["required"] if field.is_required and field.name != "id" else []
    words += ["may be given several times"] if field.is_list else []
    notes = f" ({', '.join(words)})" if words else ""
    if field.is_flag:
        return click.Option(
            [field.option, field.key], is_flag=True, flag_value="true", help=f"Sets '{field.name}'."
        )
    return click.Option(
        [field.option, field.key],
        type=kind,
        multiple=field.is_list,
        metavar=None if field.choices else field.where[-1].upper(),
        help=f"The field '{field.name}'{notes}.",
    )


def _command(form: str) -> click.Command:
    parameters: list[click.Parameter] = [_option(one) for one in form_fields(form)]
    if form in _POSTS:
        to = click.Option(["--to"], metavar="POST", help="The id or anchor of the post above.")
        thread = click.Argument(["thread"], type=DocumentId(Kind.THREAD))
        parameters = [thread, to, *parameters]
    if "id" not in FORMS[form].__struct_fields__:
        named = "The name of the file, and its address. Default: made from the title."
        parameters.append(click.Option(["--id"], metavar="ID", help=named))
    if form not in ("resource", "person"):
        text = "The text in Markdown; - reads it from standard input."
        parameters.append(click.Option(["--text"], default="", metavar="TEXT", help=text))
    edit = "Open the file in $VISUAL or $EDITOR."
    parameters.append(click.Option(["--edit"], is_flag=True, help=edit))
    return click.Command(
        form,
        params=parameters,
        callback=click.pass_obj(_run(form)),
        help=_HELP[form] + _MORE,
        short_help=_HELP[form],
    )


def _run(form: str) -> Any:
    def run(site: Path, edit: bool, text: str = "", **given: Any) -> int:
        if form in _POSTS:
            from ssg.commands.new_post import new_post

            thread, to = given.pop("thread"), given.pop("to")
            return new_post(site, form, thread, given, to=to, text=text, edit=edit)
        from ssg.commands.new import new_document

        return new_document(site, form, given, text=text, edit=edit)

    return run


for _form in FORMS:
    new.add_command(_command(_form))
