"""`ssg new answer` and `ssg new reply`: puts a post into a thread."""

from pathlib import Path
from typing import Any

from ssg.authoring.form import find_missing, form_fields
from ssg.authoring.posts import ParsedThread, find_slot, free_anchor, insert_post, read_thread
from ssg.authoring.templates import fill_template
from ssg.commands.asking import ask_for, is_on_terminal
from ssg.commands.editing import convert_edit_errors, finish_edit
from ssg.commands.exit_codes import CommandError, ExitCode
from ssg.commands.new import edit_text, finish, read_text, require_all
from ssg.commands.options import absolute_folder, read_settings
from ssg.config import Settings
from ssg.diagnostics import escape_unsafe
from ssg.editing.changes import FileChange, apply_changes
from ssg.editing.disk import place_of
from ssg.files import read_file
from ssg.model.documents import PostKind
from ssg.model.kinds import Kind
from ssg.resolve.suggestions import NameSuggester

_FOLDER = "content/threads/"


def new_post(
    site: Path,
    form: str,
    thread: str,
    given: dict[str, Any],
    *,
    to: str | None,
    text: str,
    edit: bool,
) -> int:
    """Writes the post and returns the exit code. Raises CommandError."""
    folder = absolute_folder(site)
    if not is_on_terminal():
        require_all(form, given, *([] if text else ["--text"]))
    finish_edit(folder)
    settings = read_settings(folder)
    path = _find_thread(folder, thread)
    with convert_edit_errors():
        before = _read(folder, path, settings)
        kind = PostKind.ANSWER if form == "answer" and to is None else PostKind.REPLY
        slot = find_slot(before.thread, kind, to.removeprefix("#") if to else None)
    _complete(form, given, settings)
    fields = _check_fields(folder, form, given)
    identity = free_anchor(before.thread, fields, kind)
    fields |= {name: one for name, one in (("id", identity), ("to", slot.to)) if one}
    body = read_text(text) if text else edit_text()
    with convert_edit_errors():
        post = fill_template(folder, kind.value, fields, body)
        after, written = insert_post(before, slot, post, settings)
        # Nothing is lost: one post may follow another before a commit.
        apply_changes(folder, (FileChange(path, before=before.data, after=after),), force=True)
    finish(folder, path, edit=edit, line=written.line)
    return ExitCode.SUCCESS


def _find_thread(site: Path, given: str) -> str:
    """The path of the thread that is named by its id, its path or its address."""
    name = given.removeprefix("./").removeprefix(_FOLDER).strip("/").removeprefix("threads/")
    name = name.removesuffix(".md")
    folder = site / _FOLDER
    names = {path.stem for path in folder.glob("*.md")} if folder.is_dir() else set()
    if name in names:
        return f"{_FOLDER}{name}.md"
    near = NameSuggester(names).suggest(name)
    hint = f"did you mean '{near}'?" if near else "'ssg list threads' lists all"
    raise CommandError(f"there is no thread '{escape_unsafe(given)}'", hint)


def _read(site: Path, path: str, settings: Settings) -> ParsedThread:
    try:
        data = read_file(place_of(site, path), limit=settings.limits.file_bytes)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror or error}") from error
    return read_thread(data, path, settings)


def _complete(form: str, given: dict[str, Any], settings: Settings) -> None:
    if is_on_terminal() and (missing := find_missing(form, given)):
        from datetime import datetime

        now = datetime.now(settings.zone).strftime("%Y-%m-%dT%H:%M")
        wanted = {one.name for one in missing} | {"by"}
        for one in form_fields(form):
            if one.name in wanted and not given.get(one.key):
                given[one.key] = ask_for(one, None, now if one.name == "posted" else "")


def _check_fields(site: Path, form: str, given: dict[str, Any]) -> dict[str, Any]:
    from ssg.authoring.form import make_fields

    fields, problems = make_fields(form, given)
    person = given.get("person")
    if person:
        folder = site / "content" / Kind.PERSON.value
        people = {path.stem for path in folder.glob("*.yaml")} if folder.is_dir() else set()
        if person not in people:
            near = NameSuggester(people).suggest(person)
            hint = f": did you mean '{near}'?" if near else ""
            problems.append(f"--person: there is no person '{person}'{hint}")
    if problems:
        raise CommandError(escape_unsafe(problems[0]), escape_unsafe("; ".join(problems[1:])))
    return fields
