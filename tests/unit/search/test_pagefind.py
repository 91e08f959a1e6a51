"""Pagefind itself, and what makes its files the same in every run."""

import json
from pathlib import Path

import pagefind_bin
import pytest

from ssg.search import pagefind
from ssg.search.canonical import canonical_files
from ssg.search.errors import SearchError
from ssg.search.pagefind import make_index
from tests.search import read_index_file

PAGES = [
    (
        f"/x/{number}/",
        f'<html lang="{lang}"><body><meta data-pagefind-meta="title[content]" content="T{number}">'
        + "".join(
            f'<meta data-pagefind-filter="{name}[content]" content="{name}-{number % 7}">'
            for name in ("kind", "topic", "language")
        )
        + f"<p>word{number} sleep</p></body></html>",
    )
    for number in range(40)
    for lang in ("en", "es", "ar", "tlh")
    if number % 4 == ("en", "es", "ar", "tlh").index(lang)
]


def _index() -> dict[str, bytes]:
    return canonical_files(make_index(PAGES, count=len(PAGES)))


def test_the_same_pages_give_the_same_bytes() -> None:
    # With tables in random order, one of six filters and four languages would differ.
    first = _index()
    for _ in range(3):
        assert _index() == first


def test_pages_are_numbered_in_the_order_in_which_they_are_given() -> None:
    files = _index()
    entry = json.loads(files["pagefind-entry.json"])
    for number, lang in enumerate(("en", "es", "ar", "tlh")):
        meta = read_index_file(files[f"pagefind.{entry['languages'][lang]['hash']}.pf_meta"])
        fragments = [read_index_file(files[f"fragment/{one}.pf_fragment"]) for one, _ in meta[1]]
        urls = [json.loads(fragment)["url"] for fragment in fragments]
        assert urls == [f"/x/{one}/" for one in range(number, 40, 4)]


def test_every_file_that_is_named_is_there_and_no_other() -> None:
    files = _index()
    entry = json.loads(files["pagefind-entry.json"])
    named = {"pagefind.js", "pagefind-entry.json"}
    for language in entry["languages"].values():
        named.add(f"wasm.{language['wasm']}.pagefind")
        named.add(f"pagefind.{language['hash']}.pf_meta")
        _, pages, chunks, filters, _, _ = read_index_file(
            files[f"pagefind.{language['hash']}.pf_meta"]
        )
        named |= {f"fragment/{name}.pf_fragment" for name, _ in pages}
        named |= {f"index/{name}.pf_index" for _, _, name in chunks}
        named |= {f"filter/{name}.pf_filter" for _, name in filters}
        assert [name for name, _ in filters] == ["kind", "language", "topic"]
    assert files.keys() == named


def test_each_language_has_its_program_under_its_own_name_with_known_stems_or_without() -> None:
    files = _index()
    entry = json.loads(files["pagefind-entry.json"])
    assert {lang: one["wasm"] for lang, one in entry["languages"].items()} == {
        lang: lang for lang in ("ar", "en", "es", "tlh")
    }
    programs = {files[f"wasm.{lang}.pagefind"] for lang in entry["languages"]}
    assert len(programs) == 4


def test_settings_of_whoever_builds_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    files = _index()
    monkeypatch.setenv("PAGEFIND_INCLUDE_CHARACTERS", "x")
    monkeypatch.setenv("PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE", "10")
    assert _index() == files


def _use_program(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = folder / "pagefind"
    program.write_text(text)
    program.chmod(0o755)
    monkeypatch.setattr(pagefind_bin, "get_executable", lambda: program)


def test_a_program_that_never_ends_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _use_program("#!/bin/sh\nexec sleep 10000\n", tmp_path, monkeypatch)
    monkeypatch.setattr(pagefind, "_SECONDS", 0.2)
    monkeypatch.setattr(pagefind, "_SECONDS_PER_PAGE", 0)
    with pytest.raises(SearchError, match="took longer than 0 s"):
        make_index(PAGES[:1], count=1)


@pytest.mark.parametrize("text", ["#!/bin/sh\nexit 1\n", "#!/bin/sh\nhead -c 10 >&2; exit 1\n"])
def test_a_program_that_ends_early_says_so(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _use_program(text, tmp_path, monkeypatch)
    with pytest.raises(SearchError, match="Pagefind ended early"):
        make_index(PAGES * 50, count=1)


def test_a_program_that_is_missing_or_not_for_this_machine_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _use_program("\x7fELF", tmp_path, monkeypatch)
    with pytest.raises(SearchError, match="Pagefind cannot be run"):
        make_index(PAGES, count=1)

    def missing() -> Path:
        raise FileNotFoundError("no pagefind here")

    monkeypatch.setattr(pagefind_bin, "get_executable", missing)
    with pytest.raises(SearchError, match="no pagefind here"):
        make_index(PAGES, count=1)


def test_a_request_that_pagefind_refuses_is_an_error() -> None:
    with pytest.raises(SearchError, match="Pagefind says"):
        make_index([(None, None)], count=1)  # type: ignore[list-item]
