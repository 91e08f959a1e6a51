"""`python bench/compress.py FOLDER`: compresses a built site for a host that serves such files.

Beside each file of text, one for gzip and one for Brotli, both as small as they get. ssg does that
itself with `compress: true`; for other generators it is a step after the build.
"""

import gzip
import sys
from multiprocessing import Pool
from pathlib import Path

import brotli

_TEXT = frozenset({".css", ".html", ".js", ".json", ".svg", ".txt", ".xml"})


def compress(folder: Path) -> None:
    files = [path for path in folder.rglob("*") if path.suffix in _TEXT and path.is_file()]
    with Pool() as pool:
        pool.map(_compress_file, files, chunksize=32)


def _compress_file(path: Path) -> None:
    data = path.read_bytes()
    path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(data, 9, mtime=0))
    path.with_name(f"{path.name}.br").write_bytes(brotli.compress(data, quality=11))


if __name__ == "__main__":
    compress(Path(sys.argv[1]))
