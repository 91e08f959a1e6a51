"""docs/templates.md says what the theme does: every example is built, and shows its effect.

The info string of a fenced example names the file that it is (```` ```jinja templates/x.html ````);
a `diff` is a change of the theme's file. The examples of a section are one theme.
"""

import re
from pathlib import Path

import pytest

from ssg.render.theme import theme_dir
from tests.command import ROOT, ssg
from tests.unit.render.conftest import write_files

TEXT = (ROOT / "docs/templates.md").read_text(encoding="utf-8")

_FENCED = re.compile(r"^```(\w*)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TREE = "templates/\n"

SITE = {
    "site.yaml": "title: Sore backs\nurl: https://example.org\nfooter: Our own words.\n",
    "content/topics/back.md": "---\ntitle: Back\nsummary: All about it.\n---\n",
    "content/guides/back-pain.md": (
        "---\ntitle: Back pain\ntopics: [back]\nalso_called: [backache]\n---\n\nWalk.\n"
    ),
    "content/threads/dolor.md": (
        "---\ntitle: ¿Qué hago?\nasked: 2026-01-01\nlang: es\ntopics: [back]\nguides: [back-pain]\n"
        "helpful: 2\n---\n\nMe duele.\n\n## Answer\n\n```yaml\nposted: 2026-01-02\n```\n\nCamina.\n"
    ),
}

EFFECTS = {
    "The layout of all pages": {
        "guides/back-pain/index.html": ['<meta name="author" content="Sore backs">'],
        "404.html": [
            '<meta name="author" content="Sore backs">',
            "<title>Nothing here – Sore backs</title>",
            '<meta name="format-detection" content="telephone=no">',
            "<h1>Nothing here</h1>",
        ],
    },
    "Logo, menu and footer": {
        "guides/back-pain/index.html": [
            'alt="Sore backs" width="40" height="40"></a>',
            '<p>Our own words.</p>\n    <p class="ssg-paper"><bdi dir="ltr">',
        ],
    },
    "One component": {"guides/back-pain/index.html": ["<li>backache</li>"]},
    "Styles": {"assets/css/site.*.css": [".ssg-lead{font-style:italic}", "--link:#6a1b9a"]},
    "Translations of the interface": {
        "threads/dolor/index.html": [
            "<strong>Útil</strong>",
            'Read the guide: <bdi lang="en">Back pain</bdi>',
        ],
    },
}


def _sections() -> dict[str, str]:
    """The text of each section by its title; headings start no line of an example."""
    _, *parts = re.split(r"^## (.+)\n", TEXT, flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def _examples(section: str) -> dict[str, str]:
    return {
        path: _changed(path, body) if language == "diff" else body
        for language, path, body in _FENCED.findall(_sections()[section])
    }


def _changed(path: str, diff: str) -> str:
    """The theme's file with the lines of a diff; the others must stand in it as they are."""
    source = (theme_dir() / path.removeprefix("templates/")).read_text(encoding="utf-8")
    lines = diff.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if not line.startswith("+"))
    after = "".join(line[1:] for line in lines if not line.startswith("-"))
    assert source.count(before) == 1
    return source.replace(before, after)


def _build(site: Path) -> Path:
    done = ssg("--site", site, "build", "--now", "2026-02-01", "--jobs", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    return site / "output"


def _lacking(output: Path, effects: dict[str, list[str]]) -> list[str]:
    return [
        words
        for pattern, expected in effects.items()
        for path in output.glob(pattern)
        for words in expected
        if words not in path.read_text(encoding="utf-8")
    ]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of the site with the theme as it is."""
    site = tmp_path_factory.mktemp("plain")
    write_files(site, SITE)
    return _build(site)


def test_every_example_names_its_file_and_its_section_is_tested() -> None:
    assert all(path for _, path, body in _FENCED.findall(TEXT) if not body.startswith(_TREE))
    with_examples = {title for title, text in _sections().items() if _FENCED.search(text)}
    assert with_examples == set(EFFECTS)


@pytest.mark.parametrize("section", EFFECTS)
def test_the_examples_of_a_section_can_be_built_and_have_their_effect(
    tmp_path: Path, plain: Path, section: str
) -> None:
    write_files(tmp_path, SITE | _examples(section))
    expected = [words for all_words in EFFECTS[section].values() for words in all_words]
    assert _lacking(plain, EFFECTS[section]) == expected, "these show without the examples"
    assert _lacking(_build(tmp_path), EFFECTS[section]) == []


def test_the_blocks_of_the_layout_are_all_described() -> None:
    base = (theme_dir() / "base.html").read_text(encoding="utf-8")
    table = _sections()["The layout of all pages"].split("| Block |")[1].split("\n\n")[0]
    described = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)
    assert sorted(described) == sorted(re.findall(r"{% block (\w+) %}", base))


def test_the_components_of_the_layout_are_described_with_their_arguments() -> None:
    table = _sections()["Logo, menu and footer"].split("| Component |")[1].split("\n\n")[0]
    described = re.findall(r"^\| `(\w+)(\(.*?\))` \|", table, re.MULTILINE)
    assert {"logo", "menu", "header", "footer"} <= {name for name, _ in described}
    for name, arguments in described:
        component = (theme_dir() / f"components/{name}.html").read_text(encoding="utf-8")
        assert f"{{% macro {name}{arguments} %}}" in component


def test_the_files_of_the_tree_are_those_of_the_theme() -> None:
    (tree,) = (body for _, _, body in _FENCED.findall(TEXT) if body.startswith(_TREE))
    # A site brings its own favicon: the theme has none.
    files = {line.split()[0] for line in tree.splitlines()[1:]} - {"assets/", "favicon.svg"}
    for name in files:
        folder = theme_dir() / "assets" if name.startswith("css/") else theme_dir()
        assert (folder / name).is_file(), name
