"""The search index, from Markdown to the published folder."""

import json
import re
import shutil
from pathlib import Path

import pagefind_bin
import pytest

from ssg.model.states import BuildTime
from ssg.pipeline.progress import Progress
from ssg.pipeline.report import Report
from ssg.pipeline.request import Request, Target
from ssg.pipeline.run import build
from ssg.publish.errors import PublishError
from tests.command import ssg, tree
from tests.search import texts_of, unpack

_NOW = "2026-11-22T12:00:00+00:00"
_THREAD = "content/threads/why-do-i-wake-at-three-in-the-morning.md"


class _Silent(Progress):
    def say(self, sentence: str) -> None: ...
    def begin(self, stage: str, steps: int) -> None: ...
    def step(self) -> None: ...
    def end(self) -> None: ...


def _build(site: Path, output: Path, *options: str) -> dict[str, bytes]:
    done = ssg("--site", site, "build", "--now", _NOW, "--output", output, *options)
    assert done.returncode == 0, done.stderr
    return tree(output)


def _build_here(site: Path, output: Path) -> Report:
    """In this process, in which tests can replace Pagefind."""
    request = Request(site=site, time=BuildTime(now=_NOW), jobs=1)
    return build(request, Target(output=output), _Silent())


def _edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def _urls(files: dict[str, bytes]) -> set[str]:
    return {
        json.loads(unpack(data))["url"]
        for path, data in files.items()
        if path.startswith("pagefind/fragment/")
    }


def test_builds_and_a_clean_build_have_the_same_index(site: Path, tmp_path: Path) -> None:
    output = tmp_path / "one"
    one = _build(site, output, "--jobs", "1")
    shutil.rmtree(site / ".ssg")
    assert _build(site, tmp_path / "two", "--jobs", "2") == one
    _edit(site / _THREAD, "three", "four")
    changed = _build(site, output)
    assert changed["pagefind/pagefind-entry.json"] != one["pagefind/pagefind-entry.json"]
    done = ssg("--site", site, "verify", "--output", output)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_index_has_all_published_documents_under_the_sites_prefix(
    site: Path, tmp_path: Path
) -> None:
    files = _build(site, tmp_path / "output", "--url", "https://example.org/health")
    documents = {
        f"/health/{path.removesuffix('index.html')}"
        for path, data in files.items()
        if re.fullmatch(r"(threads|guides|topics)/[^/]+/index\.html", path)
        and b'class="ssg-tombstone' not in data
        and b'http-equiv="refresh"' not in data
        and not path.startswith("threads/page/")
    }
    indexed = _urls(files)
    assert {url for url in indexed if url.count("/") == 4} <= documents
    assert "/health/guides/back-pain/" in indexed
    assert "/health/threads/why-do-i-wake-at-three-in-the-morning/" in indexed
    assert "/health/about/" in indexed
    assert not any(url.startswith("/health/resources/") for url in indexed)


def test_no_hidden_word_is_in_the_index(site: Path, tmp_path: Path) -> None:
    thread = site / _THREAD
    text = thread.read_text(encoding="utf-8")
    header, _, rest = text.removeprefix("---\n").partition("\n---\n")
    states = {
        "draft": "status: draft",
        "scheduled": "publish_on: 2099-01-01",
        "withdrawn": "status: withdrawn",
        "expired": "expires_on: 2026-01-01",
    }
    for name, state in states.items():
        words = re.sub("^title:.*", f"title: zquix{name}", header, flags=re.MULTILINE)
        hidden = f"---\n{words}\n{state}\n---\n\nzquix{name}\n{rest}"
        (thread.parent / f"hidden-{name}.md").write_text(hidden, encoding="utf-8")
    thread.write_text(
        f"{text}\n## Answer\n\n```yaml\nby: zquixmember\nposted: 2026-01-02\n"
        "removed: {date: 2026-01-03, reason: asked}\n```\n\nzquixremoved\n"
        "\n## Answer\n\n```yaml\nby: zquixmember\nposted: 2026-01-04\n```\n\nIt helped me.\n",
        encoding="utf-8",
    )
    output = tmp_path / "output"
    done = ssg("--site", site, "build", "--now", _NOW, "--output", output)
    assert done.returncode == 0, done.stdout + done.stderr
    texts = list(texts_of(output))
    assert any(b"helped" in text for text in texts)
    assert [text for text in texts if b"zquix" in text] == []


def test_a_vote_makes_no_new_index_and_a_word_does(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "output"
    _build_here(site, output)

    def refuse() -> Path:
        raise FileNotFoundError("Pagefind is run")

    monkeypatch.setattr(pagefind_bin, "get_executable", refuse)
    thread = site / _THREAD
    _edit(thread, "helpful: 35\n", "helpful: 36\n")
    report = _build_here(site, output)
    assert report.published
    assert report.published.written > 0
    shutil.rmtree(site / ".ssg")
    assert _build_here(site, output).published
    before = tree(output)
    _edit(thread, "three", "four")
    with pytest.raises(PublishError, match=r"search index cannot be made: .*Pagefind is run") as no:
        _build_here(site, output)
    assert "search: false" in no.value.hint
    assert tree(output) == before


def test_an_index_that_somebody_damaged_is_made_again(site: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    before = _build(site, output)
    (output / "pagefind/pagefind-entry.json").write_text("{}")
    next((output / "pagefind/fragment").iterdir()).unlink()
    assert _build(site, output) == before


def test_a_site_without_search_has_nothing_of_it(site: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    _build(site, output)
    _edit(site / "site.yaml", "search: true\n", "")
    files = _build(site, output)
    assert not [path for path in files if path.startswith("pagefind/") or "search" in path]
    assert not [path for path, data in files.items() if b'role="search"' in data]


def test_a_check_makes_no_index(site: Path) -> None:
    done = ssg("--site", site, "check", "--now", _NOW)
    assert done.returncode == 0, done.stdout
    assert not (site / ".ssg/search").exists()


def test_the_search_page_is_for_readers_and_not_for_search_engines(
    site: Path, tmp_path: Path
) -> None:
    files = _build(site, tmp_path / "output")
    for path in ("search/index.html", "es/search/index.html", "ar/search/index.html"):
        assert b'<meta name="robots" content="noindex">' in files[path]
    assert b"/search/" not in files["sitemap.xml"]
    assert b'action="/es/search/"' in files["guides/dolor-de-espalda/index.html"]
