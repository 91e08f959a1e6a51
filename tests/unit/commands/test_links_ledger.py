"""The ledger is whole at every moment, and loses little."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from ssg.commands.exit_codes import CommandError
from ssg.commands.links_ledger import LedgerKeeper, open_ledger
from ssg.ledger import write_ledger
from tests.command import ROOT
from tests.ledger import make_record

# Writes the whole ledger anew for each record, as fast as it can.
_WRITER = """
import sys
from itertools import count
from pathlib import Path
from ssg.commands.links_ledger import LedgerKeeper
from ssg.ledger import LinkRecord, LinkState
keeper = LedgerKeeper(Path(sys.argv[1]), clock=lambda seconds=count(step=100): next(seconds))
for number in range(300):
    url = f"https://{number}.example/" + "a" * 500
    day = "2026-03-01"
    keeper.keep(LinkRecord(url=url, state=LinkState.OK, checked=day, since=day))
    print(number, flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_a_ledger_is_whole_after_a_kill(tmp_path: Path, seed: int) -> None:
    command = [sys.executable, "-c", _WRITER, str(tmp_path)]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert writer.stdout
    before_the_end = random.Random(seed).randrange(1, 250)
    for _ in range(before_the_end):
        writer.stdout.readline()
    writer.kill()
    writer.communicate()
    ledger = open_ledger(tmp_path)
    assert len(ledger.records) >= before_the_end - 1


def test_what_others_wrote_meanwhile_stays(tmp_path: Path) -> None:
    keeper = LedgerKeeper(tmp_path)
    keeper.keep(make_record("https://a.example/"))
    write_ledger(tmp_path, map(make_record, ["https://b.example/", "https://c.example/"]))
    keeper.drop(["https://c.example/"])
    keeper.write()
    assert open_ledger(tmp_path).records.keys() == {"https://a.example/", "https://b.example/"}


def test_nothing_new_writes_nothing(tmp_path: Path) -> None:
    keeper = LedgerKeeper(tmp_path)
    keeper.drop([])
    keeper.write()
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_that_others_broke_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    keeper = LedgerKeeper(tmp_path)
    keeper.keep(make_record("https://a.example/"))
    (tmp_path / "links.jsonl").write_text("=======\n")
    with pytest.raises(CommandError):
        keeper.write()
    assert (tmp_path / "links.jsonl").read_text() == "=======\n"
