"""What is made of the theme's templates and styles, kept beside Python's own bytecode.

Compiling the theme takes longer than building a small site. Like a `.pyc` file, what is kept holds
code that is run as it is, and whoever can write to its folder can change the package itself. So
this is for the theme's templates alone: those of a site are compiled in every run.
"""

import pickle
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from typing import cast

import msgspec
from jinja2 import BytecodeCache, nodes
from jinja2.bccache import Bucket
from msgspec import Struct, field

from ssg.cache.beside_bytecode import may_keep, read_kept, write_kept
from ssg.cache.fingerprints import code_fingerprint
from ssg.digest import Digest, digest_of, digest_of_parts


class Reference(Struct, frozen=True, kw_only=True):
    """The template that another one extends, includes or imports, at a line."""

    target: str
    line: int
    may_be_missing: bool


References = tuple[Reference, ...]


class _Kept(Struct, kw_only=True):
    """By template, each with the digest of the source that it was made of."""

    key: Digest
    """The digest of all that compiling depends on beside the templates."""
    code: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    references: dict[str, tuple[Digest, References]] = field(default_factory=dict)
    trees: dict[str, tuple[Digest, bytes]] = field(default_factory=dict)
    styles: dict[str, tuple[Digest, bytes]] = field(default_factory=dict)
    """What was made of style sheets, by what it is, with the digest of their sources."""
    others: dict[str, tuple[Digest, bytes]] = field(default_factory=dict)
    """By name, with the digest of what they were made of."""


class CompiledTemplates(BytecodeCache):
    """The code of templates in memory, and what Jinja makes of those in `theme` in `file`.

    The file is read when something in it is first asked for. With None, nothing is kept.
    """

    def __init__(self, theme: Path, file: Path | None) -> None:
        self._theme = f"{theme}/"
        self._file = file
        self.code: dict[str, bytes] = {}
        self._kept: _Kept | None = None
        self._has_more = False

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return f"{filename or ''} {name}"

    def has_code(self, source: str, name: str, file: str) -> bool:
        """Whether Jinja has compiled the template `name` in `file` before."""
        return bool(self._find(self.get_cache_key(name, file), self.get_source_checksum(source)))

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._find(bucket.key, bucket.checksum):
            bucket.bytecode_from_string(code)

    def _find(self, key: str, checksum: str) -> bytes | None:
        code_key = f"{key} {checksum}"
        if code_key not in self.code and key.startswith(self._theme):
            known, code = self._read().code.get(key, ("", b""))
            if known == checksum:
                self.code[code_key] = code
        return self.code.get(code_key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        code = bucket.bytecode_to_string()
        self.code[f"{bucket.key} {bucket.checksum}"] = code
        if bucket.key.startswith(self._theme):
            self._read().code[bucket.key] = bucket.checksum, code
            self._has_more = True

    def references(
        self, source: str, name: str, file: str, find: Callable[[str, str], References]
    ) -> References:
        """Those of the template `name` in `file`, or what `find` gives. Raises what it raises."""
        if not file.startswith(self._theme):
            return find(source, name)
        kept, digest = self._read().references, digest_of(source.encode())
        known, references = kept.get(file, ("", ()))
        if known != digest:
            references = find(source, name)
            kept[file] = digest, references
            self._has_more = True
        return references

    def syntax_tree(
        self, source: str, file: str, parse: Callable[[], nodes.Template]
    ) -> nodes.Template:
        """That of the template in `file`, or what `parse` gives. Raises what it raises."""
        if not file.startswith(self._theme):
            return parse()
        kept, digest = self._read().trees, digest_of(source.encode())
        known, data = kept.get(file, ("", b""))
        if known == digest:
            return cast(nodes.Template, pickle.loads(data))
        tree = parse()
        kept[file] = digest, _pickled(tree)
        self._has_more = True
        return tree

    def style(self, name: str, sources: Mapping[Path, bytes], make: Callable[[], bytes]) -> bytes:
        """What `make` makes of these style sheets and calls `name`. Raises what it raises."""
        if not all(str(path).startswith(self._theme) for path in sources):
            return make()
        kept, digest = self._read().styles, digest_of_parts(*sources.values())
        known, made = kept.get(name, ("", b""))
        if known != digest:
            made = make()
            kept[name] = digest, made
            self._has_more = True
        return made

    def other(self, name: str, digest: Digest, make: Callable[[], bytes | None]) -> bytes | None:
        """What is kept by this name, made of what has this digest.

        It is what `make` gives; that takes so long that nothing is made that cannot be kept.
        """
        known, kept = self._read().others.get(name, (None, b""))
        if known == digest:
            return kept
        made = make() if may_keep(self._file) else None
        if made:
            self._read().others[name] = digest, made
            self._has_more = True
        return made

    def save(self) -> None:
        """Keeps what was compiled of the theme, unless Python may keep no bytecode either."""
        if self._kept and self._has_more:
            write_kept(self._file, msgspec.msgpack.encode(self._kept))
            self._has_more = False

    def ignore_kept(self) -> None:
        """Has this process compile all again, and keep nothing."""
        self._file = self._kept = None
        self.code.clear()

    def _read(self) -> _Kept:
        if self._kept is None:
            self._kept = _read_kept(self._file)
        return self._kept


def _read_kept(file: Path | None) -> _Kept:
    """Nothing where there is none, where it is damaged, and where it is of another version."""
    key = digest_of_parts(code_fingerprint(), MAGIC_NUMBER)
    with suppress(msgspec.MsgspecError):
        kept = msgspec.msgpack.decode(read_kept(file), type=_Kept)
        if kept.key == key:
            return kept
    return _Kept(key=key)


def _pickled(tree: nodes.Template) -> bytes:
    """A syntax tree without its environment, which the compiler of pages does not need."""
    environment = tree.environment
    tree.set_environment(None)  # type: ignore[arg-type]
    data = pickle.dumps(tree)
    if environment:
        tree.set_environment(environment)
    return data
