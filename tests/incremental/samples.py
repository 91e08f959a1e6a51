"""A small site that shows how everything hangs together, and the means to change it."""

import re
from dataclasses import dataclass
from pathlib import Path

from ssg.ledger import LinkState, format_ledger
from tests.command import ssg, tree
from tests.ledger import make_record

NOW = "2026-06-01T12:00"


def drawing(name: str) -> str:
    """An SVG file of this name."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><title>{name}</title></svg>'


_FILES = {
    "site.yaml": "title: Small\nurl: https://small.example.org\npage_size: 2\n"
    # However busy the machine is, reading these files never takes that long.
    "limits: {file_seconds: 10000}\n",
    "content/topics/body.md": "---\ntitle: Body\n---\n",
    "content/topics/back.md": "---\ntitle: Back\nparent: body\n---\n\nAbout the back.\n",
    "content/topics/sleep.md": "---\ntitle: Sleep\n---\n",
    "content/people/sam.yaml": "id: sam\nname: Sam Sample\n",
    "content/resources/public.yaml": (
        "publisher: Public Body\nresources:\n"
        "- {id: walking, title: Walking, url: 'https://body.example.org/walking'}\n"
        "- {id: resting, title: Resting, url: 'https://body.example.org/resting'}\n"
    ),
    "content/guides/moving.md": (
        "---\ntitle: Moving\ntopics: [back]\nresources: [walking]\n"
        "review: {by: sam, date: 2026-01-01, due: 2027-01-01}\n---\n\n## Why\n\nIt helps.\n"
    ),
    "content/guides/resting.md": (
        "---\ntitle: Resting\ntopics: [sleep]\nresources: [resting]\n"
        "review: {by: sam, date: 2026-02-01}\n---\n\nSee [moving](moving.md#why).\n"
    ),
    "content/pages/about.md": "---\ntitle: About\nnav: 1\n---\n\nAbout us.\n",
    "content/media/drawing.svg": drawing("a picture"),
    "static/CNAME": "small.example.org\n",
}


def thread(number: int, topic: str = "back", extra: str = "") -> str:
    """A thread asked on day `number` of January."""
    return (
        f"---\ntitle: Question {number}\nasked: 2026-01-{number:02}\ntopics: [{topic}]\n"
        f"guides: [moving]\nresources: [walking]\n{extra}---\n\nWhat about {number}?\n\n"
        f"## Answer\n\n```yaml\nby: Ann\nposted: 2026-02-{number:02}\n```\n\n"
        f"This is answer {number}.\n"
    )


def ledger(state: LinkState, last_good: str = "") -> str:
    """What is known of the address of the resource `walking`."""
    url = "https://body.example.org/walking"
    record = make_record(url, state=state, checked="2026-03-01", last_good=last_good)
    return format_ledger([record]).decode()


class Silent:
    """Watches a build that a test runs in its own process."""

    def say(self, sentence: str) -> None: ...
    def begin(self, stage: str, steps: int) -> None: ...
    def step(self) -> None: ...
    def end(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build did: pages rendered, and the paths whose files it wrote or removed."""

    rendered: int
    written: frozenset[str]
    removed: frozenset[str]
    said: str


FEEDS = {"feed.xml", "topics/back/feed.xml", "topics/body/feed.xml"}
"""All of them show the answers of the newest threads."""


class SmallSite:
    """A site in `folder`, built into `output`."""

    def __init__(self, folder: Path, output: Path) -> None:
        self.folder = folder
        self.output = output
        for path, text in _FILES.items():
            self.write(path, text)
        for number in range(1, 6):
            self.write(f"content/threads/q{number}.md", thread(number))
        self.write("content/threads/night.md", thread(6, "sleep"))

    def write(self, path: str, text: str) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)

    def edit(self, path: str, old: str, new: str) -> None:
        text = (self.folder / path).read_text()
        assert old in text
        self.write(path, text.replace(old, new))

    def build(self, *options: str | Path, now: str = NOW, output: Path | None = None) -> Built:
        """Build with the real command; an error in the site fails the test."""
        place = output or self.output
        before, old = _times(place), tree(place) if place.exists() else {}
        done = ssg("--site", self.folder, "build", "--now", now, "--output", place, *options)
        assert done.returncode == 0, done.stderr
        after = _times(place)
        rendered = re.search(r"site: \d+ pages, (\d+) rendered", done.stdout)
        assert rendered
        return Built(
            rendered=int(rendered[1]),
            written=frozenset(path for path in after if after[path] != before.get(path)),
            removed=frozenset(old.keys() - after.keys()),
            said=done.stderr,
        )

    def clean(self, tmp_path: Path, now: str = NOW) -> dict[str, bytes]:
        """The bytes of a build from nothing: without a store, into an empty folder."""
        fresh = tmp_path / "fresh"
        copy = SmallSite.__new__(SmallSite)
        copy.folder, copy.output = tmp_path / "fresh-site", fresh
        _copy(self.folder, copy.folder)
        copy.build(now=now)
        return tree(fresh)


def _times(folder: Path) -> dict[str, tuple[int, int]]:
    if not folder.exists():
        return {}
    return {
        path: ((folder / path).stat().st_mtime_ns, (folder / path).stat().st_ino)
        for path in tree(folder)
    }


def _copy(source: Path, target: Path) -> None:
    for path in source.rglob("*"):
        relative = path.relative_to(source)
        if path.is_file() and relative.parts[0] != ".ssg":
            (target / relative).parent.mkdir(parents=True, exist_ok=True)
            (target / relative).write_bytes(path.read_bytes())
