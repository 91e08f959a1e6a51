"""`python -m bench.weight`: what a phone loads to show a thread with ten answers.

The answers have 900 characters each. Their words are those of docs/decisions/, since the sentences
of `bench.prose` repeat each other more than people do, and shrink to half of what theirs would.
"""

import gzip
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import brotli

_ROOT = Path(__file__).parent.parent
_SITE = """\
title: Example Threads
url: https://bench.example.org
description: Everyday questions, asked to measure what their pages weigh.
"""
_TOPIC = "---\ntitle: Evenings\nsummary: What people do in the evening.\n---\n"
_THREAD = """\
---
title: How long should I go on with walking in the evening?
by: Quiet Walker
asked: 2024-01-05T10:00
topics: [evenings]
helpful: 12
---

{question}
"""
_ANSWER = """
## Answer

```yaml
by: {by}
posted: 2024-01-{day}T08:{minute}
helpful: {helpful}
```

{text}
"""
_NAMES = (
    *("Sunny Rider", "Tall Owl", "Paper Sailor", "Early Baker", "Green Cat"),
    *("Slow Painter", "Silver Reader", "Rainy Gardener", "Sofa Neighbour", "Northern Walker"),
)
_ANSWER_CHARACTERS = 900
_JSON_LD = re.compile(rb'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
_MARKUP = re.compile(r"[`*\[\]()<>_#|]")


def write_site(folder: Path) -> None:
    """A site with one thread."""
    for kind in ("threads", "topics"):
        (folder / "content" / kind).mkdir(parents=True)
    texts = _texts()
    thread = _THREAD.format(question=next(texts))
    for number, by in enumerate(_NAMES):
        numbers = {"day": 10 + number, "minute": 11 + 3 * number, "helpful": 20 - number}
        thread += _ANSWER.format(by=by, text=next(texts), **numbers)
    (folder / "site.yaml").write_text(_SITE)
    (folder / "content/topics/evenings.md").write_text(_TOPIC)
    (folder / "content/threads/evening-walks.md").write_text(thread)


def _texts() -> Iterator[str]:
    """Texts of 900 characters, in paragraphs of about three sentences."""
    sentences = [
        sentence
        for file in sorted((_ROOT / "docs/decisions").glob("*.md"))
        for block in file.read_text(encoding="utf-8").split("\n\n")
        if block[0].isalpha() or block.startswith("**")
        for sentence in re.split(r"(?<=[.?!])\s+", _MARKUP.sub("", " ".join(block.split())))
        if sentence and sentence[0].isupper()
    ]
    while True:
        text = ""
        while len(text) < _ANSWER_CHARACTERS:
            text += f"{' '.join(sentences[:3])}\n\n"
            del sentences[:3]
        yield text[:_ANSWER_CHARACTERS].rpartition(" ")[0] + "."


class Weight:
    """The bytes of something, as they are and compressed."""

    def __init__(self, data: bytes) -> None:
        self.raw = len(data)
        self.gzip = len(gzip.compress(data, compresslevel=9, mtime=0))
        self.brotli = len(brotli.compress(data, quality=11))


def weigh_thread(output: Path) -> dict[str, Weight]:
    """What the thread's page consists of: the page with its JSON-LD, that alone, and the styles."""
    page = (output / "threads/evening-walks/index.html").read_bytes()
    (sheet,) = (output / "assets/css").glob("site.*.css")
    return {
        "HTML": Weight(page),
        "JSON-LD, in the HTML": Weight(b"".join(_JSON_LD.findall(page))),
        "CSS": Weight(sheet.read_bytes()),
    }


def main() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_site(folder)
        command = [sys.executable, "-m", "ssg", "--site", name, "build"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        weights = weigh_thread(folder / "output")
    print(f"{'bytes':<22} {'raw':>7} {'gzip 9':>7} {'brotli 11':>9}")
    for name, one in weights.items():
        print(f"{name:<22} {one.raw:>7,} {one.gzip:>7,} {one.brotli:>9,}")
    loaded = [weights["HTML"], weights["CSS"]]
    gzipped, brotlied = sum(one.gzip for one in loaded), sum(one.brotli for one in loaded)
    print(f"{'HTML and CSS':<22} {sum(one.raw for one in loaded):>7,} {gzipped:>7,} {brotlied:>9,}")


if __name__ == "__main__":
    main()
