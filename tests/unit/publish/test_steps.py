import os
from pathlib import Path

import pytest

from ssg.publish.steps import Orphan, Steps, apply_steps, plan_steps
from tests.unit.publish.sites import NEW, OLD, files_of


def digests(site: dict[str, bytes]) -> dict[str, str]:
    return {file.path: file.digest for file in files_of(site)}


def test_the_order_is_assets_new_pages_changed_pages_lists(tmp_path: Path) -> None:
    steps = plan_steps(
        tmp_path,
        old=digests(OLD),  # type: ignore[arg-type]
        new=digests(NEW),  # type: ignore[arg-type]
        staged=files_of(NEW),
        adopt=False,
    )
    assert steps.replace == (
        "assets/new.js",
        "contact",
        "CNAME",
        "assets/site.css",
        "about/index.html",
        "threads/new/index.html",
        "index.html",
        "same/index.html",
        "threads/old/index.html",
        "topics/sleep/index.html",
        "topics/index.html",
    )
    assert [orphan.path for orphan in steps.orphans] == [
        "about",
        "contact/index.html",
        "contact/more/map.html",
        "threads/gone/index.html",
    ]


def test_an_orphan_that_was_only_renamed_in_case_stays(tmp_path: Path) -> None:
    # On a disk that ignores case, both paths name one file, as with this hard link.
    (tmp_path / "about.html").write_bytes(b"new")
    os.link(tmp_path / "about.html", tmp_path / "About.html")
    steps = plan_steps(
        tmp_path,
        old=digests({"About.html": b"old"}),  # type: ignore[arg-type]
        new=digests({"about.html": b"new"}),  # type: ignore[arg-type]
        staged=[],
        adopt=False,
    )
    assert steps.orphans == (Orphan(path="About.html", renamed_to="about.html"),)
    apply_steps(tmp_path, steps, staging=tmp_path / "staging")
    assert (tmp_path / "About.html").exists()


def test_an_old_file_whose_path_differs_only_in_case_is_tracked(tmp_path: Path) -> None:
    (tmp_path / "About.html").write_bytes(b"old")
    os.link(tmp_path / "About.html", tmp_path / "about.html")
    steps = plan_steps(
        tmp_path,
        old=digests({"About.html": b"old"}),  # type: ignore[arg-type]
        new=digests({"about.html": b"new"}),  # type: ignore[arg-type]
        staged=files_of({"about.html": b"new"}),
        adopt=False,
    )
    assert steps.replace == ("about.html",)


def test_applying_twice_is_the_same_as_once(tmp_path: Path) -> None:
    staging = tmp_path / "staging"
    staging.mkdir()
    (staging / "new").write_bytes(b"new")
    (tmp_path / "old/down").mkdir(parents=True)
    (tmp_path / "old/down/x").touch()
    steps = Steps(clear=("old/down/x",), replace=("new",), orphans=(Orphan(path="gone/y"),))
    for _ in range(2):
        apply_steps(tmp_path, steps, staging=staging)
        assert (tmp_path / "new").read_bytes() == b"new"
        assert not (tmp_path / "old").exists()


@pytest.mark.parametrize("kind", ["link", "folder"])
def test_an_orphan_replaced_by_something_else_is_left_alone(tmp_path: Path, kind: str) -> None:
    output, outside = tmp_path / "output", tmp_path / "outside"
    output.mkdir()
    outside.mkdir()
    (outside / "page.html").touch()
    if kind == "link":
        (output / "old").symlink_to(outside)
    else:
        (output / "old/page.html").mkdir(parents=True)
    steps = Steps(clear=(), replace=(), orphans=(Orphan(path="old/page.html"),))
    apply_steps(output, steps, staging=output / "staging")
    assert (output / "old/page.html").exists()
    assert (outside / "page.html").exists()


def test_a_first_publish_moves_whole_folders_and_the_home_page_last(
    tmp_path: Path,
) -> None:
    root, staging = tmp_path / "root", tmp_path / "staging"
    root.mkdir()
    for file in files_of(NEW):
        (staging / file.path).parent.mkdir(parents=True, exist_ok=True)
        (staging / file.path).write_bytes(NEW[file.path])
    inodes = {path: (staging / path).stat().st_ino for path in ("assets", "threads", "topics")}
    steps = plan_steps(root, old={}, new=digests(NEW), staged=files_of(NEW), adopt=False)  # type: ignore[arg-type]
    assert steps.replace[-1] == "index.html"
    apply_steps(root, steps, staging=staging)
    assert {path: (root / path).read_bytes() for path in NEW} == NEW
    assert {path: (root / path).stat().st_ino for path in inodes} == inodes
