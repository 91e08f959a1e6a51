"""Gives the files of an index the same bytes in every run.

Pagefind 1.5.2 writes filters, their values and languages in the order of a hash table with random
seeds; their order means nothing (`MetaIndex`, `FilterIndex` and `PagefindEntryMeta` in its source:
https://github.com/Pagefind/pagefind/tree/v1.5.2/pagefind/src). Pages are known by their position in
`MetaIndex`, which is that in which they were given. All files but the entry are CBOR, with a
signature before it, in gzip.
"""

import json
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from ssg.digest import digest_of
from ssg.search.errors import SearchError

_SIGNATURE = b"pagefind_dcd"
_ENTRY = "pagefind-entry.json"
_GZIP = 16 + zlib.MAX_WBITS
_FINGERPRINT_LENGTH = 10

_FILTERS = 3
"""The position of the filters in a `MetaIndex`: the name of each, and that of its file."""


def canonical_files(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files that a browser needs to search, by their paths in the folder of the index."""
    found = dict(_common_files(files))
    entry = json.loads(files[_ENTRY])
    for lang, language in sorted(entry["languages"].items()):
        meta = _read(files[f"pagefind.{language['hash']}.pf_meta"])
        filters = sorted(_rewrite_filter(lang, name, files) for _, name in meta[_FILTERS])
        meta[_FILTERS] = [[name, fingerprint] for name, fingerprint, _ in filters]
        found |= {f"filter/{one}.pf_filter": data for _, one, data in filters}
        language["hash"], data = _write(lang, meta)
        found[f"pagefind.{language['hash']}.pf_meta"] = data
        # The search page asks for it by this name before it has read the entry.
        found[f"wasm.{lang}.pagefind"] = files[f"wasm.{language['wasm'] or 'unknown'}.pagefind"]
        language["wasm"] = lang
    found[_ENTRY] = json.dumps(entry, sort_keys=True, separators=(",", ":")).encode()
    return found


def _common_files(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Those that are the same in every run; interfaces of Pagefind's own are left out."""
    for path, data in files.items():
        if path == "pagefind.js" or path.startswith(("fragment/", "index/")):
            yield path, data


def _rewrite_filter(
    lang: str, fingerprint: str, files: Mapping[str, bytes]
) -> tuple[str, str, bytes]:
    """The filter's name, its fingerprint and its file, with the values in order."""
    name, values = _read(files[f"filter/{fingerprint}.pf_filter"])
    return name, *_write(lang, [name, sorted(values)])


def _read(data: bytes) -> Any:
    # Most builds need no index.
    import cbor2  # noqa: PLC0415

    content = zlib.decompress(data, _GZIP)
    if not content.startswith(_SIGNATURE):
        raise SearchError("Pagefind has written a file in another format")
    return cbor2.loads(content[len(_SIGNATURE) :])


def _write(lang: str, content: Any) -> tuple[str, bytes]:
    """The fingerprint and the bytes of a file."""
    import cbor2  # noqa: PLC0415

    data = cbor2.dumps(content)
    compressor = zlib.compressobj(9, wbits=_GZIP)
    compressed = compressor.compress(_SIGNATURE + data) + compressor.flush()
    return f"{lang}_{digest_of(data)[:_FINGERPRINT_LENGTH]}", compressed
