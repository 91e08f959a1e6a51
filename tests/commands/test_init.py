"""`ssg init` as people run it."""

import re
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import fields

import ssg as package
from ssg.config import SETTINGS_FILE, Settings
from ssg.schema import check_fields
from ssg.yamltext import read_mapping
from tests.command import ROOT, ssg, tree

STARTER = Path(package.__file__).parent / "starter"


@pytest.fixture(name="site")
def made_site(tmp_path: Path) -> Path:
    finished = ssg("init", "mysite", cwd=tmp_path)
    assert finished.returncode == 0, finished.stderr
    return tmp_path / "mysite"


def test_it_makes_a_site_and_says_what_to_do_next(tmp_path: Path) -> None:
    finished = ssg("init", "mysite", cwd=tmp_path)
    assert finished.returncode == 0
    assert finished.stderr == ""
    assert finished.stdout == (
        "Created a new site in mysite: 11 example files for you to change.\n"
        "\n"
        "See it in your browser while you write:\n"
        "  ssg --site mysite serve --open\n"
        "\n"
        "Check it:\n"
        "  ssg --site mysite check\n"
        "\n"
        "Build it:\n"
        "  ssg --site mysite build\n"
    )
    assert tree(tmp_path / "mysite") == tree(STARTER)


def test_the_new_site_has_one_example_of_each_kind_of_content(site: Path) -> None:
    folders = {path.parent.name for path in site.glob("content/*/*")}
    assert folders == {"threads", "guides", "topics", "resources", "people", "pages"}


def test_the_new_site_is_clean_at_any_time_even_for_a_strict_check(site: Path) -> None:
    for now in ("2026-02-01", "2099-01-01"):
        finished = ssg("--site", "mysite", "check", "--strict", "--now", now, cwd=site.parent)
        assert finished.returncode == 0, finished.stderr
        assert finished.stderr == ""
        assert finished.stdout.endswith("No problems found.\n")


def test_the_new_site_can_be_built_by_the_command_that_was_named(site: Path) -> None:
    finished = ssg("--site", "mysite", "build", "--strict", cwd=site.parent)
    assert finished.returncode == 0, finished.stderr
    page = site / "output" / "threads" / "how-much-sleep-do-i-need" / "index.html"
    assert "How much sleep do I need?" in page.read_text(encoding="utf-8")


def test_git_leaves_out_what_ssg_makes(site: Path) -> None:
    ignored = (site / ".gitignore").read_text().splitlines()
    assert {"/output/", "/.ssg/"} <= set(ignored)


def test_git_merges_what_ssg_keeps_by_lines(site: Path) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=Editor", "-c", "user.email=editor@example.org")
        subprocess.run(["git", *who, *arguments], cwd=site, check=True, capture_output=True)

    listed = site / "addresses.txt"
    asked = site / "links.jsonl"
    git("init", "--quiet", "--initial-branch=main")
    for name in ("main", "one", "two"):
        git("checkout", "--quiet", "-B", name, *(() if name == "main" else ("main",)))
        listed.write_text(f"/{name}/\n")
        asked.write_text(f'{{"url":"https://{name}.example/"}}\n')
        git("add", "--all")
        git("commit", "--quiet", "--message", name)
    git("merge", "one")
    assert set(listed.read_text().splitlines()) == {"/one/", "/two/"}
    assert len(asked.read_text().splitlines()) == 2


def test_a_name_with_a_space_is_quoted_in_the_commands(tmp_path: Path) -> None:
    finished = ssg("init", "deep/my site", cwd=tmp_path)
    assert "  ssg --site 'deep/my site' check\n" in finished.stdout
    assert "  ssg --site 'deep/my site' serve --open\n" in finished.stdout
    assert (tmp_path / "deep" / "my site" / SETTINGS_FILE).is_file()


def test_an_empty_folder_and_a_newly_cloned_one_will_do(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    finished = ssg("init", ".", cwd=tmp_path)
    assert finished.returncode == 0
    assert (tmp_path / SETTINGS_FILE).is_file()
    assert finished.stdout.startswith("Created a new site in this folder: 11 example files")
    assert "  ssg check\n" in finished.stdout
    assert list((tmp_path / ".git").iterdir()) == []


@pytest.mark.parametrize(
    ("others", "named"), [(["notes.txt"], "notes.txt"), (["b", "a", "c"], "a and 2 more")]
)
def test_a_folder_with_files_is_refused_and_left_alone(
    tmp_path: Path, others: list[str], named: str
) -> None:
    for name in others:
        (tmp_path / name).touch()
    finished = ssg("init", ".", cwd=tmp_path)
    assert finished.returncode == 2
    assert finished.stdout == ""
    assert finished.stderr == (
        f"error: . is not empty: it contains {named}\n"
        "  choose a new or empty folder: ssg init DIR\n"
    )
    assert list(tree(tmp_path)) == sorted(others)


def test_a_second_init_is_refused(site: Path) -> None:
    (site / SETTINGS_FILE).write_text("title: mine")
    before = tree(site)
    finished = ssg("init", "mysite", cwd=site.parent)
    assert finished.returncode == 2
    assert finished.stderr.startswith(
        "error: mysite is not empty: it contains .gitattributes and 3 more\n"
    )
    assert tree(site) == before


def test_a_file_of_that_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mysite").write_text("mine")
    finished = ssg("init", "mysite", cwd=tmp_path)
    assert finished.returncode == 2
    assert "Error: Invalid value for 'DIR': Directory 'mysite' is a file.\n" in finished.stderr
    assert (tmp_path / "mysite").read_text() == "mine"


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("mine")
    finished = ssg("init", "notes/mysite", cwd=tmp_path)
    assert finished.returncode == 2
    assert finished.stderr == (
        "error: notes/mysite: Not a directory\n  fix this, or choose another folder: ssg init DIR\n"
    )
    assert list(tree(tmp_path)) == ["notes"]


def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mysite").symlink_to("gone")
    finished = ssg("init", "mysite", cwd=tmp_path)
    assert finished.returncode == 2
    assert finished.stderr == (
        "error: mysite: File exists\n  fix this, or choose another folder: ssg init DIR\n"
    )
    assert not (tmp_path / "gone").exists()


def test_files_get_the_permissions_of_new_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ssg.commands import init

    readonly = tmp_path / "starter"
    shutil.copytree(STARTER, readonly)
    for path in readonly.rglob("*"):
        if path.is_file():
            path.chmod(0o444)
    monkeypatch.setattr(init, "_STARTER", readonly)
    assert init.init(tmp_path / "mysite", None) == 0
    (tmp_path / "new").touch()
    usual = stat.S_IMODE((tmp_path / "new").stat().st_mode)
    made = [tmp_path / "mysite" / name for name in tree(tmp_path / "mysite")]
    assert {stat.S_IMODE(path.stat().st_mode) for path in made} == {usual}


def _settings(text: str) -> Settings:
    mapping, diagnostics = read_mapping(text, path=SETTINGS_FILE)
    assert mapping is not None, diagnostics
    settings, diagnostics = check_fields(Settings, mapping)
    assert settings is not None, diagnostics
    return settings


def _names(kind: type[Any]) -> Iterator[str]:
    for field in fields(kind):
        yield field.name
        if isinstance(field.default, Struct):
            yield from _names(type(field.default))


def test_its_settings_file_shows_every_setting_with_its_default() -> None:
    text = (STARTER / SETTINGS_FILE).read_text(encoding="utf-8")
    # A note has one space after its '#', a setting none, and one within another two.
    uncommented = re.sub(r"^#(?! \S|$)", "", text, flags=re.MULTILINE)
    shown = re.findall(r"^ *(\w+):", uncommented, re.MULTILINE)
    assert sorted(shown) == sorted(_names(Settings))
    assert _settings(uncommented) == _settings(text)


def test_the_mistake_that_the_readme_shows_is_what_ssg_says(site: Path) -> None:
    readme = (Path(package.__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    thread = re.search(r"^````markdown\n(.*?)^````$", readme, re.MULTILINE | re.DOTALL)
    shown = re.search(r"^\$ ssg check\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    assert thread is not None
    assert shown is not None
    (site / "content" / "threads" / "naps.md").write_text(thread[1])
    finished = ssg("check", cwd=site)
    lines = shown[1].splitlines()
    assert finished.stderr.splitlines() == [*lines[:7], lines[-1]]
    assert finished.stdout.splitlines() == lines[7:-1]


CI_FILES = {
    "github": {".github/workflows/site.yml"},
    "gitlab": {".gitlab-ci.yml"},
    "forgejo": {".forgejo/workflows/site.yml"},
    "netlify": {"netlify.toml"},
    "cloudflare-pages": {"cloudflare-pages.sh", ".python-version"},
}


@pytest.mark.parametrize("host", CI_FILES)
def test_a_site_gets_the_files_of_a_host_and_nothing_else(site: Path, host: str) -> None:
    (site / "site.yaml").write_text("title: Mine\nurl: https://example.org\n")
    before = tree(site)
    finished = ssg("init", "--ci", host, site)
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.startswith(f"Wrote what {host} needs: ")
    after = tree(site)
    assert after.keys() - before.keys() == CI_FILES[host] | {"requirements.txt"}
    assert before.items() <= after.items()


def test_a_new_site_gets_them_too(tmp_path: Path) -> None:
    finished = ssg("init", "--ci", "gitlab", "mysite", cwd=tmp_path)
    assert finished.returncode == 0
    assert tree(tmp_path / "mysite").keys() == {
        *tree(STARTER),
        *CI_FILES["gitlab"],
        "requirements.txt",
    }


def test_a_file_that_is_there_is_kept_and_nothing_is_written(site: Path) -> None:
    (site / "requirements.txt").write_text("mine\n")
    before = tree(site)
    finished = ssg("init", "--ci", "netlify", site)
    assert finished.returncode == 2
    assert finished.stderr == (
        f"error: {site} has requirements.txt already\n"
        "  to have it written anew, delete it or give it another name, and run this again\n"
    )
    assert tree(site) == before


def test_an_ssg_of_a_folder_pins_nothing_that_could_be_installed(site: Path) -> None:
    """The one that runs the tests was installed from this repository."""
    finished = ssg("init", "--ci", "github", site)
    assert "Fill in the line of requirements.txt that begins with 'ssg @'" in finished.stdout
    lines = (site / "requirements.txt").read_text().splitlines()
    (line,) = [line for line in lines if line.startswith("ssg @")]
    assert line == f"ssg @ https://fill-in.invalid/ssg-{package.__version__}-py3-none-any.whl \\"
    lock = (ROOT / "requirements.lock").read_text().splitlines()
    assert lines[-len(lock) :] == lock


def test_a_folder_with_other_files_gets_nothing_of_a_host(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine\n")
    finished = ssg("init", "--ci", "github", tmp_path)
    assert finished.returncode == 2
    assert "is not empty: it contains notes.txt" in finished.stderr
    assert list(tmp_path.iterdir()) == [tmp_path / "notes.txt"]
