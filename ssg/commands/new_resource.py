"""`ssg new resource`: adds a resource to the file of its publisher, or makes that file."""

from collections.abc import Mapping
from typing import Any

from ssg.authoring.ids import propose_id
from ssg.authoring.templates import fill_template
from ssg.commands.editing import convert_edit_errors
from ssg.commands.exit_codes import CommandError, ExitCode
from ssg.commands.known import Known
from ssg.commands.new import check_file, finish, write_new
from ssg.editing.changes import FileChange, apply_changes
from ssg.editing.disk import place_of, read_bytes
from ssg.editing.fields import append_item, whole_file
from ssg.model.kinds import Kind
from ssg.yamltext import Value


def add_resource(known: Known, fields: dict[str, Value], *, edit: bool) -> int:
    """Returns the exit code. Raises CommandError for an id or an address that is taken."""
    publisher = fields.pop("publisher")
    assert isinstance(publisher, dict)
    item = _identify(known, fields)
    path = _find_file(known, str(publisher["name"]))
    if path:
        _append(known, path, item)
    else:
        path = f"content/resources/{_file_name(known, str(publisher['name']))}.yaml"
        named: Value = publisher if len(publisher) > 1 else publisher["name"]
        file: Mapping[str, Any] = {"publisher": named, "resources": [item]}
        with convert_edit_errors():
            written = fill_template(known.site, "resource", file, "")
        write_new(known, path, Kind.RESOURCE, written.encode())
    finish(known.site, path, edit=edit)
    return ExitCode.SUCCESS


def _identify(known: Known, fields: dict[str, Value]) -> dict[str, Value]:
    """The fields with an id, once no other resource has it, or the same address."""
    for one in known.resources():
        if one.url == fields["url"]:
            raise CommandError(f"--url: the resource '{one.id}' has this address", "cite that one")
    chosen = fields.get("id")
    if chosen is None:
        title = str(fields["title"])
        chosen = propose_id(
            title,
            is_taken=lambda name: bool(known.owner(Kind.RESOURCE, name)),
            otherwise="resource",
        )
    elif owner := known.owner(Kind.RESOURCE, str(chosen)):
        raise CommandError(f"--id: '{chosen}' is taken: {owner}", "choose another id")
    return {**fields, "id": chosen} if "id" in fields else {"id": chosen, **fields}


def _find_file(known: Known, publisher: str) -> str:
    """The file of the publisher with this name, whose first resource says who that is."""
    for file in known.resource_files():
        names = {one.publisher.name.casefold() for one in file.resources}
        if publisher.casefold() in names:
            return file.path
    return ""


def _file_name(known: Known, publisher: str) -> str:
    taken = {entry.id for entry in known.catalog.of(Kind.RESOURCE)}
    return propose_id(publisher, is_taken=taken.__contains__, otherwise="publisher")


def _append(known: Known, path: str, item: dict[str, Value]) -> None:
    with convert_edit_errors():
        before = read_bytes(place_of(known.site, path))
        if before is None:
            raise CommandError(f"{path} does not exist any more", "try again")
        text = before.decode()
        after = append_item(text, ("resources",), item, block=whole_file(text)).encode()
        check_file(known, path, Kind.RESOURCE, after)
        # Nothing is lost: an editor may add one resource after the other before a commit.
        apply_changes(known.site, (FileChange(path, before=before, after=after),), force=True)
