"""`python -m bench.revisions OLD NEW`: how much longer a cold build takes with another revision.

Both revisions of ssg build 2,000 generated threads, and the site of `--site`, in turn: in each
round one right after the other, so that both have the same share of a busy machine.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.corpus import Corpus
from bench.generators import write_site
from bench.generators.ssg import Ssg
from bench.measure import Failed, Taken, time_program
from bench.workspace import PATIENCE

_REPOSITORY = Path(__file__).parents[1]
_THREADS = 2_000


def main() -> None:
    options = _options()
    with TemporaryDirectory() as work, ExitStack() as stack:
        folder = Path(work)
        checkouts = [
            stack.enter_context(checkout(revision, folder / side))
            for side, revision in (("old", options.old), ("new", options.new))
        ]
        print(f"{options.old} → {options.new}, cold, medians of {options.rounds} rounds")
        for name, site in _sites(options.site, folder):
            print(f"{name}: {summary(compare(checkouts, site, options.rounds))}", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.revisions", description=__doc__)
    parser.add_argument("old", metavar="OLD")
    parser.add_argument("new", metavar="NEW")
    parser.add_argument("--site", type=Path, metavar="DIR")
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    return parser.parse_args()


@contextmanager
def checkout(revision: str, folder: Path) -> Iterator[Path]:
    """A work tree of the revision, in which all modules are compiled."""
    _git("worktree", "add", "--quiet", "--detach", str(folder), revision)
    try:
        subprocess.run([sys.executable, "-m", "compileall", "-q", "ssg"], cwd=folder, check=True)
        yield folder
    finally:
        _git("worktree", "remove", "--force", str(folder))


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=_REPOSITORY, check=True)


def _sites(given: Path | None, folder: Path) -> Iterator[tuple[str, Path]]:
    """Copies, because a build leaves its cache in the site's folder."""
    generated = folder / "generated"
    generated.mkdir()
    # Older revisions know no settings of features.
    write_site(Ssg(features=()), Corpus(size=_THREADS), generated)
    yield f"{_THREADS:,} generated threads", generated
    if given:
        copy = folder / "site"
        shutil.copytree(given, copy, ignore=shutil.ignore_patterns(".git", ".ssg", "output"))
        yield given.name, copy


def compare(checkouts: Sequence[Path], site: Path, rounds: int) -> list[tuple[Taken, Taken]]:
    """One build of each to warm up, and then the rounds, in each of which another begins."""
    found = []
    for number in range(rounds + 1):
        order = checkouts if number % 2 else checkouts[::-1]
        taken = {each: _build(each, site, f"{each.name}-{number}") for each in order}
        old, new = checkouts
        found.append((taken[old], taken[new]))
    return found[1:]


def _build(tree: Path, site: Path, name: str) -> Taken:
    """Each build gets another output folder: a file system is slow right after a big deletion."""
    shutil.rmtree(site / ".ssg", ignore_errors=True)
    # So that this build does not wait for what the last one wrote.
    os.sync()
    output = site.with_name(f"{site.name}-{name}")
    # Python looks for the package in the current folder first.
    command = [sys.executable, "-m", "ssg", "--site", str(site), "build", "--output", str(output)]
    try:
        return time_program(command, tree, site.with_suffix(".log"), patience=PATIENCE)
    except Failed as error:
        raise SystemExit(
            f"{site.name} cannot be built with the {tree.name} revision:\n{error}"
        ) from None


def summary(rounds: Sequence[tuple[Taken, Taken]]) -> str:
    """The seconds of both, and the median of the ratios: within a round, the load is the same."""
    parts = []
    for word, seconds in (
        ("wall", [(old.wall, new.wall) for old, new in rounds]),
        ("CPU", [(old.cpu, new.cpu) for old, new in rounds]),
    ):
        olds, news = zip(*seconds, strict=True)
        ratios = sorted(new / old for old, new in seconds)
        parts.append(
            f"{word} {median(olds):.2f} s → {median(news):.2f} s, {median(ratios):.3f} × "
            f"({ratios[0]:.3f} to {ratios[-1]:.3f})"
        )
    return "; ".join(parts)


if __name__ == "__main__":
    main()
