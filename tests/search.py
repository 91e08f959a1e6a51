"""Reads the files of a search index."""

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cbor2

_SIGNATURE = b"pagefind_dcd"


def unpack(data: bytes) -> bytes:
    content = zlib.decompress(data, 16 + zlib.MAX_WBITS)
    assert content.startswith(_SIGNATURE)
    return content[len(_SIGNATURE) :]


def read_index_file(data: bytes) -> Any:
    """What is in it: a fragment is JSON, all else CBOR."""
    content = unpack(data)
    return content if content.startswith(b"{") else cbor2.loads(content)


def texts_of(output: Path) -> Iterator[bytes]:
    """Everything in the index in `output` that could hold a word of the site."""
    for path in (output / "pagefind").rglob("*"):
        if ".pf_" in path.name:
            yield unpack(path.read_bytes())
        elif path.is_file():
            yield path.read_bytes()
