"""One document alone is checked as it is among all others."""

from pathlib import Path

from ssg.diagnostics import Diagnostic
from ssg.language_server.checks import CheckInputs, check_all
from ssg.language_server.open_site import OpenSite
from ssg.resolve.single import CODES
from tests.incremental.samples import Silent, SmallSite, thread

_Q1 = "content/threads/q1.md"


def test_what_is_said_of_one_document_is_what_all_checks_say_of_it(tmp_path: Path) -> None:
    site = SmallSite(tmp_path / "site", tmp_path / "output")
    site.write("content/threads/q7.md", thread(7, extra="status: draft\n"))
    site.write(
        "content/threads/q1.md",
        thread(
            1, topic="bakc", extra="related: [q7, nowhere]\nreview: {by: sma, date: 2026-01-01}\n"
        )
        + "\n[a](#nowhere) [b](../guides/moving.md#wyh) [c](/gone/) ![d](../media/gone.png)\n",
    )
    opened = OpenSite(site.folder, Silent())
    try:
        opened.follow()
        inputs = opened.start_check()
        assert isinstance(inputs, CheckInputs)
        checked = check_all(inputs)
        for path, document in {**inputs.documents, **inputs.failed}.items():
            expected = [one for one in checked.diagnostics.get(path, ()) if one.code in CODES]
            assert _sorted(checked.single.check(document)) == _sorted(expected), path
        codes = {
            one.code for one in checked.single.check(inputs.documents["content/threads/q1.md"])
        }
        assert codes == {"R01", "R04", "R05", "R06", "R07", "R08", "R09"}
    finally:
        opened.close()


def _sorted(found: list[Diagnostic]) -> list[Diagnostic]:
    return sorted(found, key=lambda one: (one.at, one.code, one.message))
