import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from ssg.publish.manifest import OutputFile
from ssg.publish.steps import Orphan, Steps, apply_steps, plan_steps
from tests.unit.publish.sites import NEW, OLD, files_of, order_of


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
        "threads/gone/index.html",
        "contact/more/map.html",
        "contact/index.html",
        "about",
    ]


def test_a_page_goes_before_what_it_needs_and_after_its_compressed_version(tmp_path: Path) -> None:
    old = {"assets/x.css": b"x", "about.html": b"a", "about.html.br": b"b", "z.png": b"z"}
    steps = plan_steps(tmp_path, old=digests(old), new={}, staged=[], adopt=False)  # type: ignore[arg-type]
    order = ["about.html.br", "about.html", "z.png", "assets/x.css"]
    assert [orphan.path for orphan in steps.orphans] == order


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


OLD_COMPRESSED = {
    "a/index.html": b"old",
    "a/index.html.br": b"br old",
    "a/index.html.gz": b"gz old",
    "gone/index.html": b"gone",
    "gone/index.html.gz": b"gz gone",
    "own.svg": b"old",
    "own.svg.gz": b"the site's own",
    "same/index.html": b"same",
    "same/index.html.gz": b"gz same",
    "small/index.html": b"old small",
    "small/index.html.gz": b"gz old small",
}
NEW_COMPRESSED = {
    "a/index.html": b"new",
    "a/index.html.br": b"br new",
    "a/index.html.gz": b"gz new",
    "added/index.html": b"added",
    "added/index.html.gz": b"gz added",
    "own.svg": b"new",
    "own.svg.gz": b"the site's own",
    "same/index.html": b"same",
    "same/index.html.gz": b"gz same",
    "small/index.html": b"new small",
}


def _compressed_files(site: dict[str, bytes]) -> list[OutputFile]:
    def with_source(file: OutputFile) -> OutputFile:
        source = file.path[:-3] if file.path.endswith(("html.br", "html.gz")) else ""
        return replace(file, source=source, order=order_of(source or file.path))

    return [with_source(file) for file in files_of(site)]


def _plan_compressed(root: Path, old: dict[str, bytes]) -> Steps:
    staged = [one for one in _compressed_files(NEW_COMPRESSED) if "same" not in one.path]
    staged = [one for one in staged if one.path != "own.svg.gz"]
    for folder, files in ((root, old), (root / "staging", {f.path: b"" for f in staged})):
        for path in files:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(old[path] if folder == root else NEW_COMPRESSED[path])
    return plan_steps(
        root,
        old=digests(old),  # type: ignore[arg-type]
        new=digests(NEW_COMPRESSED),  # type: ignore[arg-type]
        staged=staged,
        adopt=False,
    )


def _published(root: Path) -> dict[str, bytes]:
    found = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    return {
        name: path.read_bytes() for name, path in found.items() if not name.startswith("staging/")
    }


class _Killed(Exception):
    pass


def test_a_page_and_its_compressed_versions_agree_whenever_a_publish_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    operations = {name: getattr(Path, name) for name in ("replace", "unlink")}
    for survived in range(100):
        root = tmp_path / str(survived)
        steps = _plan_compressed(root, OLD_COMPRESSED)
        left = [survived]

        def count(
            name: str, path: Path, *args: object, left: list[int] = left, **options: object
        ) -> object:
            if not left[0]:
                raise _Killed
            result = operations[name](path, *args, **options)
            left[0] -= 1
            return result

        with monkeypatch.context() as patched:
            for name in operations:
                patched.setattr(
                    Path, name, lambda path, *a, name=name, **o: count(name, path, *a, **o)
                )
            try:
                apply_steps(root, steps, staging=root / "staging")
                is_killed = False
            except _Killed:
                is_killed = True
        published = _published(root)
        for path, data in published.items():
            if path.endswith((".html.br", ".html.gz")):
                assert data == path[-2:].encode() + b" " + published[path[:-3]], survived
        assert published["own.svg.gz"] == b"the site's own"
        apply_steps(root, steps, staging=root / "staging")
        assert _published(root) == NEW_COMPRESSED
        if not is_killed:
            assert survived > 10
            return
    pytest.fail("it never ended")


def test_in_a_first_publish_the_home_page_comes_with_its_compressed_versions(
    tmp_path: Path,
) -> None:
    site = {"index.html": b"a", "index.html.gz": b"b", "about/index.html": b"c", "z.css": b"d"}
    staged = _compressed_files(site)
    steps = plan_steps(tmp_path, old={}, new=digests(site), staged=staged, adopt=False)  # type: ignore[arg-type]
    assert steps.replace == ("about/index.html", "z.css", "index.html", "index.html.gz")
