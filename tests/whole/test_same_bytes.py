"""The same content and the same time give the same bytes, wherever and however they are built."""

import shutil
from collections.abc import Mapping
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from tests.command import ssg, tree

_NOW = "2026-11-22T12:00"


def _build(
    site: Path, output: Path, *, jobs: int = 2, env: Mapping[str, str] | None = None
) -> dict[str, bytes]:
    options = ("--now", _NOW, "--output", output, "--jobs", str(jobs))
    done = ssg("--site", site, "build", *options, env=env)
    assert done.returncode == 0, done.stderr
    return tree(output)


def test_one_process_and_two_give_the_same_bytes(site: Path, tmp_path: Path) -> None:
    one = _build(site, tmp_path / "one", jobs=1)
    shutil.rmtree(site / ".ssg")
    assert _build(site, tmp_path / "two", jobs=2) == one


@pytest.mark.parametrize(
    "machine",
    [
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Auckland"},
        {"LC_ALL": "C", "LANG": "C", "TZ": "America/St_Johns"},
        {"SSG_START_METHOD": "spawn"},
    ],
    ids=lambda machine: " ".join(f"{name}={value}" for name, value in machine.items()),
)
def test_the_machine_does_not_show(
    site: Path, built: Path, tmp_path: Path, machine: dict[str, str]
) -> None:
    elsewhere = tmp_path / "another checkout"
    shutil.move(site, elsewhere)
    assert _build(elsewhere, tmp_path / "output", env=machine) == _build(
        elsewhere, tmp_path / "again"
    )
    assert tree(built).keys() == tree(tmp_path / "output").keys()


def test_time_zones_are_the_same_on_every_machine(site: Path, tmp_path: Path) -> None:
    settings = site / "site.yaml"
    settings.write_text(settings.read_text().replace("timezone: ", "timezone: Asia/Tokyo  # "))
    usual = _build(site, tmp_path / "usual")
    (tmp_path / "zones/Asia").mkdir(parents=True)
    with as_file(files("tzdata.zoneinfo") / "America/Lima") as lima:
        shutil.copyfile(lima, tmp_path / "zones/Asia/Tokyo")
    assert _build(site, tmp_path / "other", env={"PYTHONTZPATH": str(tmp_path / "zones")}) == usual


def test_source_date_epoch_is_the_time_of_a_build_without_now(site: Path, tmp_path: Path) -> None:
    by_option = _build(site, tmp_path / "option")
    done = ssg(
        "--site",
        site,
        "build",
        "--output",
        tmp_path / "epoch",
        env={"SOURCE_DATE_EPOCH": "1795348800"},
    )
    assert done.returncode == 0, done.stderr
    assert tree(tmp_path / "epoch") == by_option


def test_a_second_build_writes_nothing_and_keeps_modification_times(
    site: Path, tmp_path: Path
) -> None:
    output = tmp_path / "output"
    first = _build(site, output)
    times = {path: (output / path).stat().st_mtime_ns for path in first}
    done = ssg("--site", site, "build", "--now", _NOW, "--output", output)
    assert f"Wrote 0 files to {output} ({len(first)} unchanged, 0 removed)." in done.stdout
    assert {path: (output / path).stat().st_mtime_ns for path in first} == times


def test_a_second_build_after_an_edit_equals_a_clean_one(site: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    _build(site, output)
    thread = site / "content/threads/how-should-i-set-up-my-desk.md"
    text = thread.read_text()
    thread.write_text(text.replace("title: ", "title: Changed. ", 1))
    (site / "content/threads/should-i-stretch-before-exercise.md").rename(
        site / "content/threads/stretching.md"
    )
    for path in (site / "content").rglob("*.md"):
        text = path.read_text()
        path.write_text(text.replace("should-i-stretch-before-exercise", "stretching"))
    after = _build(site, output)
    shutil.rmtree(site / ".ssg")
    assert after == _build(site, tmp_path / "clean")
    assert "threads/stretching/index.html" in after
    assert "threads/should-i-stretch-before-exercise/index.html" not in after
