"""`ssg check` and `ssg build` as people run them on a site with mistakes."""

from pathlib import Path

import pytest

from tests.command import ssg, tree


@pytest.fixture(name="site")
def made_site(tmp_path: Path) -> Path:
    assert ssg("init", "mysite", cwd=tmp_path).returncode == 0
    return tmp_path / "mysite"


def test_all_lists_every_warning(site: Path) -> None:
    for number in range(7):
        (site / f"content/threads/{number}.css").touch()
    finished = ssg("--site", site, "check")
    assert finished.stderr.count("warning[W09]") == 5
    assert "… and 2 more W09 warnings" in finished.stderr
    for command in ("check", "build", "build"):
        finished = ssg("--site", site, command, "--all")
        assert finished.returncode == 0
        assert finished.stderr.count("warning[W09]") == 7
        assert "more W09 warnings" not in finished.stderr


@pytest.mark.parametrize(
    "broken",
    [
        "titel: x\n",
        "extra:x\n",
        "markdown: {dialect: python-markdown, extensions: [nowhere]}\n",
    ],
)
def test_errors_in_site_yaml_hide_none_in_content_and_change_nothing(
    site: Path, broken: str
) -> None:
    assert ssg("--site", site, "build").returncode == 0
    before = {**tree(site / "output"), "store": (site / ".ssg/store.sqlite").read_bytes()}
    settings = (site / "site.yaml").read_text()
    (site / "site.yaml").write_text(settings + broken)
    (site / "content/guides/naps.md").write_text("---\ntitel: Naps\n---\n\nRest.\n")
    for command in ("check", "build"):
        finished = ssg("--site", site, command)
        assert finished.returncode == 1
        assert "site.yaml:" in finished.stderr
        assert "content/guides/naps.md:2:1: error[F06]" in finished.stderr
        assert finished.stderr.endswith("errors. Nothing was written.\n")
    after = {**tree(site / "output"), "store": (site / ".ssg/store.sqlite").read_bytes()}
    assert after == before
