"""A large site: the rate limits hold, and memory stays flat."""

import json
import subprocess
import sys

import pytest

from tests.command import ROOT


@pytest.mark.slow
def test_ten_thousand_addresses_at_two_hundred_hosts() -> None:
    command = [sys.executable, "-m", "tests.links.simulation"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    noticed = json.loads(done.stdout)
    assert noticed["states"] == {"ok": 10_000}
    assert noticed["hosts"] == 200
    assert noticed["shortest_pause"] >= 0.999_999
    assert noticed["most_at_once"] <= 2
    assert noticed["seconds"] < 30 * 60, "the default time limit is enough for it"
    assert noticed["memory"] < 100_000_000
