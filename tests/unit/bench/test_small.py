from pathlib import Path

import pytest

from bench.generators.ssg import change_settings
from bench.small import HELP, HUNDRED, PLAIN_STARTER, STARTER, VERSION, measure_small
from bench.workspace import COLD
from ssg.config import load_settings


@pytest.mark.slow
def test_small_sites_are_built_and_commands_are_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.small._BUILDS", 1)
    monkeypatch.setattr("bench.small._STARTS", 2)
    found = measure_small(None, tmp_path)
    assert {name: len(one.samples[COLD]) for name, one in found.items()} == {
        STARTER: 1, PLAIN_STARTER: 1, HUNDRED: 1, VERSION: 2, HELP: 2,
    }  # fmt: skip
    pages = {name: one.pages for name, one in found.items() if one.pages}
    assert {name: one.threads for name, one in pages.items()} == {
        STARTER: 1, PLAIN_STARTER: 1, HUNDRED: 100,
    }  # fmt: skip
    # The page for searching.
    assert pages[STARTER].others == pages[PLAIN_STARTER].others + 1


def test_settings_are_changed_and_the_others_are_kept_as_they_were(tmp_path: Path) -> None:
    file = tmp_path / "site.yaml"
    file.write_text("title: 007\nurl: https://example.org\nsearch: true\npage_size: 5\n")
    change_settings(file, search="false", compress="true")
    found, diagnostics = load_settings(tmp_path)
    assert found is not None
    assert diagnostics == []
    settings = found.settings
    assert (settings.title, settings.page_size) == ("007", 5)
    assert (settings.search, settings.compress) == (False, True)
