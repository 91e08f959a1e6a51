"""`python -m bench`: installs the peers, runs everything, writes results.md and chart.svg.

The peers are the generators that ssg is compared with.
"""

import argparse
import json
import os
import shutil
import subprocess
from pathlib import Path

from bench import results
from bench.features import make_features
from bench.generators import PEERS, generators
from bench.generators.hugo import Hugo
from bench.real import measure_real
from bench.runs import Results, measure_size
from bench.small import HUGO_HUNDRED, measure_small
from bench.targets import judge
from bench.tools import Tools, install
from bench.workspace import RIVAL

_HERE = Path(__file__).parent
_SIZES = (1_000, 2_000, 10_000, 100_000)
_LEAST_THREADS = 10
"""Fewer have too few topics and guides to choose from."""
_CHARTED = 10_000
_RUNS = 3


def main() -> None:
    options = _options()
    work: Path = options.work.absolute()
    work.mkdir(parents=True, exist_ok=True)
    load = os.getloadavg()[0]
    tools = install(work / "tools")
    entrants = generators(tools, options.peers)
    features = make_features(tools, options.peers)
    versions = {entrant.name: entrant.version() for entrant in entrants}
    # The README shows only the results of a full run.
    is_whole = options.sizes == _SIZES and options.peers == PEERS
    folder = _HERE if is_whole else work
    sites = work / "sites"
    if sites.exists():
        # Deleting them now would make all that follows slow.
        raise SystemExit(
            f"{sites} is left of a run that was interrupted: delete it, and wait a minute"
        )
    sites.mkdir()
    small_rival = Hugo(tools, HUGO_HUNDRED) if RIVAL in options.peers else None
    found = Results(small=measure_small(small_rival, sites))
    if options.site:
        rival = next((entrant for entrant in entrants if entrant.name == RIVAL), None)
        found.real = measure_real(options.site.absolute(), rival, sites)
    text = ""
    for size in options.sizes:
        found.sizes[size] = measure_size(size, entrants, features, sites, options.runs)
        # After each size, so that a failure at the next one does not lose what was measured.
        text = results.report(found, judge(found), versions, command=_command(options), load=load)
        _save(folder / "results.md", text)
        _draw(found, tools, work / "chart.json", folder / "chart.svg")
    print(text)
    # Not before: a file system is slow right after a big deletion.
    shutil.rmtree(sites)


def _save(file: Path, text: str) -> None:
    """Writes the report, and keeps the section that `python -m bench.preview` wrote."""
    section = results.find_section(file.read_text()) if file.exists() else ""
    file.write_text(results.replace_section(text, section) if section else text)


def _draw(found: Results, tools: Tools, data: Path, chart: Path) -> None:
    charted = found.sizes.get(_CHARTED) or next(iter(found.sizes.values()))
    data.write_text(json.dumps(results.chart_data(charted)))
    subprocess.run([tools.python, _HERE / "chart.py", data, chart], check=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--sizes", type=_sizes, default=_SIZES, metavar="N,…")
    parser.add_argument("--runs", type=int, default=_RUNS, metavar="N")
    parser.add_argument("--peers", type=_peers, default=PEERS, metavar="NAME,…")
    parser.add_argument("--site", type=Path, metavar="DIR", help="a real site")
    parser.add_argument("--work", type=Path, default=_HERE / "work", metavar="DIR")
    return parser.parse_args()


def _sizes(text: str) -> tuple[int, ...]:
    sizes = tuple(int(part) for part in text.split(","))
    if min(sizes) < _LEAST_THREADS:
        raise argparse.ArgumentTypeError(f"expects {_LEAST_THREADS} threads or more")
    return sizes


def _peers(text: str) -> tuple[str, ...]:
    peers = tuple(part for part in text.split(",") if part)
    if unknown := set(peers) - set(PEERS):
        raise argparse.ArgumentTypeError(f"knows {', '.join(PEERS)}, not {', '.join(unknown)}")
    return peers


def _command(options: argparse.Namespace) -> str:
    sizes = ",".join(str(size) for size in options.sizes)
    peers = ",".join(options.peers)
    site = " --site DIR" if options.site else ""
    return f"python -m bench --sizes {sizes} --runs {options.runs} --peers {peers}{site}"


if __name__ == "__main__":
    main()
