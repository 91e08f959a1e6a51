from collections.abc import Collection
from pathlib import Path

import pytest
from msgspec.structs import replace

from ssg.cache.fingerprints import making_fingerprint, parser_fingerprint, plan_key
from ssg.cache.own_code import own_code
from ssg.config import Disclaimers, Limits, MarkdownSettings, Settings
from ssg.config.places import MenuPath, SettingsPlaces
from ssg.digest import Digest, digest_of
from ssg.ledger import NO_LEDGER, Ledger
from ssg.model.frontmatter import Dialect
from ssg.model.states import BuildTime, Environment
from ssg.parse.editorial.extensions import extension_files, load_extensions
from ssg.pipeline.media import Media

SITE = Settings(title="A site", url="https://example.org/")
NOWHERE = SettingsPlaces()


def parser_version(settings: Settings) -> str:
    return parser_fingerprint(settings, extension_files(load_extensions(settings)))


@pytest.mark.parametrize(
    "other",
    [
        replace(SITE, url="https://example.org/prefix/"),
        replace(SITE, limits=Limits(file_bytes=9)),
        replace(SITE, timezone="Asia/Tokyo"),
        replace(SITE, markdown=MarkdownSettings(dialect=Dialect.PYTHON_MARKDOWN)),
        replace(SITE, markdown=MarkdownSettings(extensions=("tables",))),
        replace(SITE, markdown=MarkdownSettings(extensions=())),
    ],
)
def test_a_setting_that_matters_to_the_parser_changes_the_version(other: Settings) -> None:
    assert parser_version(other) != parser_version(SITE)


@pytest.mark.parametrize(
    "other",
    [
        replace(SITE, url="http://example.com"),
        replace(SITE, title="Another", page_size=5, language="es"),
        replace(SITE, disclaimers=Disclaimers(site="S"), extra={"a": "b"}),
    ],
)
def test_another_setting_does_not(other: Settings) -> None:
    assert parser_version(other) == parser_version(SITE)


def test_an_extensions_source_is_part_of_the_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = (
        "from markdown.extensions import Extension\n"
        "class Own(Extension):\n    def extendMarkdown(self, md): pass\n"
    )
    file = tmp_path / "own_extension.py"
    file.write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    settings = replace(SITE, markdown=MarkdownSettings(extensions=("own_extension:Own",)))
    before = parser_version(settings)
    assert parser_version(settings) == before
    file.write_text(source + "# changed\n")
    assert parser_version(settings) != before


def test_all_sources_of_an_extensions_package_are_part_of_the_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "own_package"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "words.py").write_text('WORD = "one"\n')
    (package / "extension.py").write_text(
        "from markdown.extensions import Extension\n"
        "from own_package.words import WORD\n"
        "class Own(Extension):\n    def extendMarkdown(self, md): pass\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    name = "own_package.extension:Own"
    settings = replace(SITE, markdown=MarkdownSettings(extensions=(name,)))
    before = parser_version(settings)
    (package / "words.py").write_text('WORD = "two"\n')
    assert parser_version(settings) != before


def test_what_an_extension_is_made_by_and_with_is_part_of_the_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "beside_it.py").write_text("LINK = True\n")
    (tmp_path / "made_here.py").write_text(
        "from markdown.extensions.toc import TocExtension\n"
        "from beside_it import LINK\n"
        "def makeExtension(**_): return TocExtension(permalink=LINK)\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    settings = replace(SITE, markdown=MarkdownSettings(extensions=("made_here",)))
    versions = [parser_version(settings)]
    for name in ("beside_it.py", "made_here.py"):
        with (tmp_path / name).open("a") as file:
            file.write("# changed\n")
        versions.append(parser_version(settings))
    assert len(set(versions)) == 3


def test_a_librarys_version_is_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    before = parser_version(SITE)
    monkeypatch.setattr("ssg.cache.fingerprints.version", lambda name: f"{name} 0")
    assert parser_version(SITE) != before


def test_our_own_source_is_part_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "parse").mkdir()
    (tmp_path / "parse/links.py").write_text("a = 1\n")
    monkeypatch.setattr("ssg.__file__", str(tmp_path / "__init__.py"))

    def version_of_another_process() -> str:
        own_code.cache_clear()
        return parser_version(SITE)

    before = version_of_another_process()
    (tmp_path / "parse/links.py").write_text("a = 2\n")
    changed = version_of_another_process()
    (tmp_path / "parse/links.py").rename(tmp_path / "parse/other.py")
    assert len({before, changed, version_of_another_process()}) == 3
    own_code.cache_clear()


_NO_LIST = Digest("")


def test_whatever_resolving_and_planning_depend_on_changes_the_key_of_plans(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    time = BuildTime(now="2026-06-01T12:00:00+00:00")
    documents = [("a.md", digest_of(b"a")), ("b.md", digest_of(b"b"))]

    def key(
        *,
        parser: str = "parser",
        settings: Settings = SITE,
        places: SettingsPlaces = NOWHERE,
        time: BuildTime = time,
        ledger: Ledger = NO_LEDGER,
        files: Collection[str] = ("x.png", "y.png"),
        media: bytes = b"media",
        documents: Collection[tuple[str, Digest]] = documents,
        listed: Digest = _NO_LIST,
        environment: Environment = Environment.PRODUCTION,
    ) -> Digest:
        return plan_key(
            Digest(parser),
            settings,
            places,
            time,
            environment=environment,
            ledger=ledger,
            files=files,
            media=media,
            documents=documents,
            listed=listed,
        )

    first = key()
    assert key(files=frozenset({"y.png", "x.png"})) == first
    assert key(time=replace(time, now="2026-06-02T12:00:00+00:00")) == first
    others = [
        key(parser="another"),
        key(ledger=Ledger(records={}, broken=(1,))),
        key(media=b"others"),
        key(
            places=SettingsPlaces(
                menu_paths=(MenuPath(target="/about/", is_titled=True, line=3, column=3),)
            )
        ),
        key(settings=replace(SITE, page_size=5)),
        key(time=replace(time, drafts=True)),
        key(time=replace(time, preview=True)),
        key(environment=Environment.PREVIEW),
        key(files=["x.png"]),
        key(documents=documents[:1]),
        key(listed=digest_of(b"/a/")),
        key(documents=[documents[0], ("c.md", digest_of(b"b"))]),
        key(documents=[documents[0], ("b.md", digest_of(b"c"))]),
    ]
    monkeypatch.setattr("ssg.cache.fingerprints.version", lambda name: f"{name} 0")
    assert len({first, key(), *others}) == len(others) + 2


def test_what_makes_images_changes_what_pages_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """The addresses of variants depend on it."""
    before = making_fingerprint()
    monkeypatch.setattr("ssg.cache.fingerprints.version", lambda name: f"{name} 0")
    after = making_fingerprint()
    assert before != after
    assert Media(making=before).encoded != Media(making=after).encoded
