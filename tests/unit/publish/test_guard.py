from pathlib import Path

import pytest

from ssg.publish.errors import PublishError
from ssg.publish.guard import guard
from tests.unit.publish.sites import open_for_test


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "home/me/site"
    for name in ("content/threads", "templates", "static", "output"):
        (folder / name).mkdir(parents=True)
    return folder


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home/me"))


@pytest.mark.parametrize(
    "output",
    ["output", "deep/output", "content-output", "../output", "../../output", "../../../var/www"],
)
def test_a_separate_folder_is_allowed(site: Path, output: str) -> None:
    guard(site / output, site)


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("/", "is a filesystem root"),
        (".", "contains the site's own folder"),
        ("..", "contains the site's own folder"),
        ("../../..", "contains the site's own folder"),
        ("content", "is inside the site's content"),
        ("content/threads/output", "is inside the site's content"),
        ("output/../static", "is inside the site's static"),
        ("templates/assets", "is inside the site's templates"),
        (".git/output", r"is inside the site's \.git"),
        (".ssg", r"is inside the site's \.ssg"),
        ("site.yaml", "is a file"),
    ],
)
def test_other_folders_are_refused(site: Path, output: str, message: str) -> None:
    (site / "site.yaml").touch()
    with pytest.raises(PublishError, match=message) as caught:
        guard(site / output, site)
    assert "use a separate folder" in caught.value.hint


@pytest.mark.parametrize("target", ["/", "home", "home/me", "home/me/site", "home/me/site/content"])
def test_links_are_resolved_first(site: Path, tmp_path: Path, target: str) -> None:
    (site / "output").rmdir()
    (site / "output").symlink_to(tmp_path / target)
    with pytest.raises(PublishError):
        guard(site / "output", site)


def test_a_link_to_a_separate_folder_is_allowed(site: Path, tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    (site / "link").symlink_to(tmp_path / "www")
    guard(site / "link", site)


def test_a_link_that_leads_nowhere_is_refused(site: Path, tmp_path: Path) -> None:
    (site / "link").symlink_to(tmp_path / "www")
    with pytest.raises(PublishError, match="is a link that leads nowhere"):
        guard(site / "link", site)


def test_a_home_folder_elsewhere_is_refused(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "users/you"))
    for folder in ("users/you", "users"):
        with pytest.raises(PublishError, match="contains your home folder"):
            guard(tmp_path / folder, site)


def test_a_loop_of_links_is_a_publish_error(site: Path) -> None:
    (site / "a").symlink_to(site / "b")
    (site / "b").symlink_to(site / "a")
    with pytest.raises(PublishError), open_for_test(site / "a/output", site=site):
        pass


def test_paths_may_be_relative(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site)
    guard(Path("output"), Path())
    with pytest.raises(PublishError, match=r"is inside the site's content"):
        guard(Path("content/x"), Path())
