"""Plans that a thread leads to the one that asked the same before."""

from pathlib import Path

from msgspec import Struct

from ssg.config import Settings
from ssg.editing.blocks import front_matter
from ssg.editing.changes import Changes, FileChange
from ssg.editing.disk import read_bytes
from ssg.editing.errors import EditError
from ssg.editing.fields import set_field
from ssg.editing.mentions import decode_text, find_mentions
from ssg.editing.named import read_fields
from ssg.editing.targets import Target
from ssg.model.frontmatter import Status, ThreadMeta
from ssg.model.kinds import Kind

_FIELD = "duplicate_of"
_ORDER = ThreadMeta.__struct_fields__


class Duplicate(Struct, frozen=True, kw_only=True):
    thread: Target
    original: Target
    """The thread to which it leads: the end of the chain."""
    followed: tuple[Target, ...]
    """The duplicates on the way there."""
    moved: tuple[Target, ...]
    """Threads that led to this one, and now lead to the original."""
    changes: Changes


def plan_duplicate(site: Path, settings: Settings, thread: Target, of: Target) -> Duplicate:
    """The changes that make `thread` a duplicate of `of`, or of what that leads to itself.

    Threads that lead to `thread` lead to the same one then. Raises EditError if it cannot be.
    """
    for target in (thread, of):
        if target.kind is not Kind.THREAD:
            raise EditError(f"{target.name} is no thread", "only threads can be duplicates")
    chain = _follow(site, thread, of)
    original = chain[-1]
    status = _field(_read(site, original)[1], "status")
    if status in (Status.DRAFT, Status.WITHDRAWN):
        what = "a draft" if status == Status.DRAFT else "withdrawn"
        raise EditError(f"{original.name} is {what}", "name a thread that readers can find")
    if _field(_read(site, thread)[1], _FIELD) == original.id:
        raise EditError(f"{thread.name} is marked as a duplicate of {original.name} already")
    mentions = find_mentions(site, settings, thread)
    paths = {one.path for one in mentions if one.name == _FIELD} - {original.path}
    moved = tuple(Target(kind=Kind.THREAD, id=Path(path).stem) for path in sorted(paths))
    changes = tuple(_mark(site, one, original) for one in (thread, *moved))
    return Duplicate(
        thread=thread, original=original, followed=tuple(chain[:-1]), moved=moved, changes=changes
    )


def _follow(site: Path, thread: Target, of: Target) -> list[Target]:
    """The chain of duplicates from `of` to its end. Raises EditError if it leads to `thread`."""
    chain = [of]
    while True:
        last = chain[-1]
        if last == thread:
            what = "itself" if last is of else f"{of.name}, which leads to it"
            raise EditError(
                f"{thread.name} cannot be a duplicate of {what}",
                "name the thread that readers should find",
            )
        following = _field(_read(site, last)[1], _FIELD)
        if not following:
            return chain
        named = Target(kind=Kind.THREAD, id=" ".join(following.split()))
        if named in chain or not (site / named.path).is_file():
            hint = f"correct `{_FIELD}` in {last.path}"
            raise EditError(f"{last.name} leads to {named.name}, and no further", hint)
        chain.append(named)


def _read(site: Path, target: Target) -> tuple[bytes, str]:
    data = read_bytes(site / target.path)
    if data is None:
        raise EditError(f"there is no {target.path}")
    return data, decode_text(target.path, data)


def _field(text: str, name: str) -> str:
    value = read_fields(text, front_matter(text)).get((name,))
    return value if isinstance(value, str) else ""


def _mark(site: Path, thread: Target, original: Target) -> FileChange:
    data, text = _read(site, thread)
    block = front_matter(text)
    after = set_field(text, (_FIELD,), original.id, block=block, order=_ORDER)
    return FileChange(thread.path, data, after.encode())
