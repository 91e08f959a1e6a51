from pathlib import Path

import pytest

from bench.measure import Taken
from bench.revisions import compare, summary

PROGRAM = """\
import sys
from pathlib import Path

folder = Path(sys.argv[-1])
folder.mkdir()
(folder.parent / "builds.txt").open("a").write(folder.name + "\\n")
"""


def make_trees(folder: Path, programs: dict[str, str]) -> list[Path]:
    for name, program in programs.items():
        package = folder / name / "ssg"
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
        (package / "__main__.py").write_text(program)
    return [folder / name for name in programs]


def test_each_round_builds_with_both_revisions_into_new_folders(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / ".ssg").mkdir(parents=True)
    trees = make_trees(tmp_path / "trees", {"old": PROGRAM, "new": PROGRAM})
    rounds = compare(trees, site, rounds=2)
    assert (tmp_path / "builds.txt").read_text().split() == [
        "site-new-0", "site-old-0", "site-old-1", "site-new-1", "site-new-2", "site-old-2",
    ]  # fmt: skip
    assert len(rounds) == 2
    assert not (site / ".ssg").exists()


def test_a_revision_that_cannot_build_the_site_is_named_with_what_it_said(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    trees = make_trees(tmp_path, {"old": PROGRAM, "new": 'raise SystemExit("no title")'})
    with pytest.raises(SystemExit, match="site cannot be built with the new revision:\nno title"):
        compare(trees, tmp_path / "site", rounds=1)


def test_revisions_are_compared_round_by_round() -> None:
    """In the second round the machine was busy, for both alike."""

    def taken(wall: float) -> Taken:
        return Taken(wall=wall, cpu=wall / 2, said="")

    rounds = [
        (taken(1), taken(1.1)),
        (taken(3), taken(3.3)),
        (taken(1), taken(2)),
    ]
    assert summary(rounds) == (
        "wall 1.00 s → 2.00 s, 1.100 × (1.100 to 2.000); "
        "CPU 0.50 s → 1.00 s, 1.100 × (1.100 to 2.000)"
    )
