"""Finds what an editor names: by its id, by its path, or by its address."""

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from posixpath import basename, splitext

from ssg.discover import is_ignored, media_problem
from ssg.editing.disk import is_safe_path
from ssg.editing.errors import EditError
from ssg.editing.targets import MEDIA, Target
from ssg.model.kinds import Kind
from ssg.pages.registry import resource_at, source_at
from ssg.resolve.suggestions import NameSuggester
from ssg.text import decode
from ssg.urls import id_problem
from ssg.yamltext import read_mapping

_NAMES = {kind.value: kind for kind in Kind}
_FORMS = "name it by its path, such as threads/NAME"


def find_target(site: Path, name: str, *, kind: Kind | None = None, anchor: str = "") -> Target:
    """What `name` means: an id, a path in the site, in content/ or on the disk, or an address.

    With `kind`, an id is one of that kind. `anchor` is that of a post. Raises EditError if there
    is no such thing, or more than one.
    """
    found = _find_target(site, name, kind)
    return Target(kind=found.kind, id=found.id, anchor=anchor)


def _find_target(site: Path, name: str, kind: Kind | None) -> Target:
    path = _path_in_site(site, name)
    if path.startswith("content/"):
        return _existing(site, _target_of(path.removeprefix("content/"), name))
    if name.startswith("/"):
        return _existing(site, _target_at(name))
    if "/" in name:
        return _existing(site, _target_of(name, name))
    found = [one for one in _find_by_id(site, name) if kind in (None, one.kind)]
    if not found:
        raise EditError(f"there is no '{name}' in this site", _suggest(site, name) or _FORMS)
    if len(found) > 1:
        names = ", ".join(one.name for one in found)
        raise EditError(f"'{name}' may be {names}", "name it in one of these ways")
    return found[0]


def name_new(old: Target, name: str) -> Target:
    """The target that `old` becomes, by an id or a path of the same kind. Raises EditError."""
    if old.kind is None:
        return _name_new_media(old, name)
    path = name.removeprefix("content/")
    if name.startswith("/"):
        new = _target_at(name)
    elif "/" in path:
        new = _target_of(path, name)
    else:
        new = Target(kind=old.kind, id=splitext(path)[0] if _has_ending(path) else path)
    if new.kind is not old.kind:
        message = f"{old.name} cannot become {new.name}: it is of another kind"
        raise EditError(message, f"give it a new name: {old.kind.value}/NAME")
    if problem := id_problem(new.id):
        raise EditError(f"'{new.id}' {problem}", "choose another name")
    return new


def resource_places(site: Path) -> Iterator[tuple[str, int, str]]:
    """The path of the file, the index in it and the id of each resource that can be read."""
    folder = site / "content" / Kind.RESOURCE.value
    for file in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
        if file.is_symlink() or not file.is_file() or is_ignored(file.name):
            continue
        path = f"content/{Kind.RESOURCE.value}/{file.name}"
        text, _ = decode(file.read_bytes(), path=path)
        mapping, _ = read_mapping(text, path=path)
        resources = mapping.get(("resources",)) if mapping else None
        for index, fields in enumerate(resources if isinstance(resources, list) else ()):
            if isinstance(fields, dict) and isinstance(found := fields.get("id"), str):
                yield path, index, found


def _path_in_site(site: Path, name: str) -> str:
    """The path in the site of an existing file; `name` itself if there is none."""
    if "\0" in name or not Path(name).is_file():
        return name
    try:
        return Path(os.path.abspath(name)).relative_to(site.absolute()).as_posix()  # noqa: PTH100
    except ValueError:
        return name


def _target_of(path: str, name: str) -> Target:
    """The target at a path in content/, with or without the ending of a document."""
    folder, _, file = path.partition("/")
    if not is_safe_path(path) or not file:
        raise EditError(f"'{name}' is not a path in content/", _FORMS)
    if folder == MEDIA:
        return Target(kind=None, id=path)
    kind = _NAMES.get(folder)
    if kind is None or "/" in file:
        raise EditError(f"'{name}' is not a document or a media file", _FORMS)
    if kind is Kind.RESOURCE and _has_ending(file):
        message = f"'{name}' is a file of resources, whose name no page shows"
        raise EditError(message, "name a resource by its id: resources/ID")
    return Target(kind=kind, id=splitext(file)[0] if _has_ending(file) else file)


def _target_at(address: str) -> Target:
    """The target at a path from the site's root."""
    slashed = f"{address.rstrip('/')}/"
    if address.startswith(f"/{MEDIA}/"):
        return _target_of(address.removeprefix("/"), address)
    if resource := resource_at(slashed):
        return Target(kind=Kind.RESOURCE, id=resource)
    if source := source_at(slashed):
        return _target_of(source.removeprefix("content/"), address)
    raise EditError(f"'{address}' is not the address of a document or a media file", _FORMS)


def _has_ending(name: str) -> bool:
    return name.endswith((".md", ".yaml"))


def _existing(site: Path, target: Target) -> Target:
    if _exists(site, target):
        return target
    raise EditError(f"there is no {target.name} in this site", _suggest(site, basename(target.id)))


def _exists(site: Path, target: Target) -> bool:
    if target.kind is Kind.RESOURCE:
        return any(found == target.id for _, _, found in resource_places(site))
    file = site / target.path
    return not id_problem_of(target) and file.is_file() and not file.is_symlink()


def id_problem_of(target: Target) -> str | None:
    return id_problem(target.id) if target.kind else media_problem(target.path)


def _find_by_id(site: Path, name: str) -> Iterator[Target]:
    if _has_ending(name):
        name = splitext(name)[0]
    if not id_problem(name):
        targets = (Target(kind=kind, id=name) for kind in Kind)
        yield from (one for one in targets if _exists(site, one))
    yield from (one for one in _media(site) if basename(one.id) == name)


def _media(site: Path) -> Iterator[Target]:
    folder = site / "content" / MEDIA
    for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
        target = Target(kind=None, id=file.relative_to(site / "content").as_posix())
        if file.is_file() and not media_problem(target.path):
            yield target


def _suggest(site: Path, name: str) -> str:
    folders = [site / "content" / kind.value for kind in Kind if kind is not Kind.RESOURCE]
    names = [file.stem for folder in folders if folder.is_dir() for file in folder.iterdir()]
    names += [found for _, _, found in resource_places(site)]
    names += [basename(one.id) for one in _media(site)]
    near = NameSuggester(names).suggest(name)
    return f"did you mean '{near}'?" if near else ""


def _name_new_media(old: Target, name: str) -> Target:
    path = name.removeprefix("content/").removeprefix("/")
    folder = old.id.rpartition("/")[0]
    new_id = path if path.startswith(f"{MEDIA}/") else f"{folder}/{path}"
    new = Target(kind=None, id=unicodedata.normalize("NFC", new_id))
    if splitext(new.id)[1].lower() != splitext(old.id)[1].lower():
        ending = splitext(old.id)[1]
        raise EditError(f"'{name}' does not end in '{ending}'", "keep the ending of the file")
    if not is_safe_path(new.id) or ("/" in path and not path.startswith(f"{MEDIA}/")):
        raise EditError(f"'{name}' is not in content/media", "name a file in content/media")
    if problem := media_problem(new.path):
        raise EditError(f"'{name}' {problem}", "use only letters, digits and hyphens")
    return new
