import os
from pathlib import Path

import pytest

from ssg.cache.stat_cache import Stats
from ssg.discover import Discovery, discover
from ssg.model.kinds import Kind


def put(site: Path, *paths: str) -> None:
    for path in paths:
        file = site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x")


def found(site: Path, *paths: str) -> Discovery:
    put(site, *paths)
    return discover(site)


def messages(discovery: Discovery) -> list[str]:
    return [f"{one.at} {one.code} {one.message}" for one in discovery.diagnostics]


def sources(discovery: Discovery) -> list[str]:
    return [source.path for source in discovery.sources]


def copied(discovery: Discovery) -> dict[str, str]:
    return {file.path: file.output_path for file in discovery.copied}


def test_an_empty_site_has_no_files(tmp_path: Path) -> None:
    assert discover(tmp_path) == Discovery()


def test_the_folder_of_a_file_determines_its_kind(tmp_path: Path) -> None:
    discovery = found(
        tmp_path,
        "content/threads/a.md",
        "content/guides/a.md",
        "content/topics/a.md",
        "content/pages/a.md",
        "content/resources/a.yaml",
        "content/people/a.yaml",
    )
    assert messages(discovery) == []
    assert {source.path: source.kind for source in discovery.sources} == {
        "content/guides/a.md": Kind.GUIDE,
        "content/pages/a.md": Kind.PAGE,
        "content/people/a.yaml": Kind.PERSON,
        "content/resources/a.yaml": Kind.RESOURCE,
        "content/threads/a.md": Kind.THREAD,
        "content/topics/a.md": Kind.TOPIC,
    }
    assert discovery.sources[0].file == str(tmp_path / "content/guides/a.md")


def test_documents_have_the_stats_that_were_seen_before(tmp_path: Path) -> None:
    put(tmp_path, "content/threads/a.md", "content/threads/b.md")
    seen = Stats(size=7, mtime=1, ctime=2, inode=3)
    one, other = discover(tmp_path, {str(tmp_path / "content/threads/a.md"): seen}).sources
    assert one.stats == seen
    assert other.stats == Stats.of((tmp_path / "content/threads/b.md").lstat())


def test_files_are_sorted_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, *(f"content/threads/{name}.md" for name in ("b", "a-1", "a", "10", "9")))
    scan = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: reversed(list(scan(path))))
    assert sources(discover(tmp_path)) == [
        f"content/threads/{name}.md" for name in ("10", "9", "a-1", "a", "b")
    ]


FOLDERS = (
    "move it to one of the content folders:"
    " guides, media, pages, people, resources, threads, topics"
)


@pytest.mark.parametrize(
    ("path", "reason", "hint"),
    [
        ("content/a.md", "it is in no folder for content", FOLDERS),
        ("content/notes/a.md", "it is in no folder for content", FOLDERS),
        ("content/notes/b/a.md", "it is in no folder for content", FOLDERS),
        ("content/guide/a.md", "it is in no folder for content", "move it into content/guides"),
        ("content/Guides/a.md", "it is in no folder for content", "move it into content/guides"),
        (
            "content/threads/2020/a.md",
            "it is in a subfolder",
            "move it directly into content/threads",
        ),
        (
            "content/people/b/c/a.yaml",
            "it is in a subfolder",
            "move it directly into content/people",
        ),
        *(
            (
                f"content/threads/a{ending}",
                "its name does not end in .md",
                f"files in content/threads must end in .md, not in '{ending}'",
            )
            for ending in (
                ".txt",
                ".MD",
                ".markdown",
                ".mdown",
                ".Markdown",
                ".html",
                ".docx",
                ".yaml",
            )
        ),
        (
            "content/guides/a",
            "its name does not end in .md",
            "files in content/guides must end in .md",
        ),
        *(
            (
                f"content/people/a{ending}",
                "its name does not end in .yaml",
                f"files in content/people must end in .yaml, not in '{ending}'",
            )
            for ending in (".yml", ".YAML", ".json", ".md")
        ),
    ],
)
def test_content_that_would_not_be_published_is_an_error(
    tmp_path: Path, path: str, reason: str, hint: str
) -> None:
    discovery = found(tmp_path, path)
    assert messages(discovery) == [f"{path} A06 would not be published, because {reason}"]
    assert discovery.diagnostics[0].hint == hint
    assert sources(discovery) == []


def test_links_to_content_that_would_not_be_published_are_not_broken_too(tmp_path: Path) -> None:
    discovery = found(
        tmp_path,
        "content/guides/a.markdown",
        "content/guides/b.md",
        "content/guides/b.txt",
        "content/guides/c/d.md",
    )
    assert discovery.refused == ["content/guides/a.md", "content/guides/d.md"]
    assert discovery.refused_files == [
        "content/guides/a.markdown",
        "content/guides/b.txt",
        "content/guides/c/d.md",
    ]


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("content/a.png", FOLDERS),
        ("content/threads/a.png", "move it into content/media"),
        ("content/threads/b/a.CSV", "move it into content/media"),
        ("content/threads/a.svg", "move it into content/media"),
        ("content/threads/a.exe", "files in content/threads must end in .md, not in '.exe'"),
    ],
)
def test_a_file_that_is_not_content_is_a_warning(tmp_path: Path, path: str, hint: str) -> None:
    discovery = found(tmp_path, path)
    assert messages(discovery) == [f"{path} W09 is not a content file and is ignored"]
    assert discovery.diagnostics[0].hint == hint
    assert sources(discovery) == []


@pytest.mark.parametrize(
    "path",
    [
        "content/README.md",
        "content/threads/README.md",
        "content/threads/Readme.txt",
        "content/people/README",
        "content/guides/drafts/CONTRIBUTING.md",
    ],
)
def test_a_file_about_its_folder_is_a_warning(tmp_path: Path, path: str) -> None:
    discovery = found(tmp_path, path)
    assert messages(discovery) == [f"{path} W09 describes a folder and is not published"]


def test_a_document_may_be_called_readme(tmp_path: Path) -> None:
    assert sources(found(tmp_path, "content/pages/readme.md")) == ["content/pages/readme.md"]


@pytest.mark.parametrize("name", ["A.md", "a_b.md", "a b.md", "é.md", "a--b.md", "a.b.md", "-a.md"])
def test_a_name_that_is_not_a_valid_id_is_an_error(tmp_path: Path, name: str) -> None:
    discovery = found(tmp_path, f"content/threads/{name}")
    assert messages(discovery) == [
        f"content/threads/{name} A04 '{name.removesuffix('.md')}' must consist of lowercase"
        " letters a to z, digits and single hyphens"
    ]
    assert sources(discovery) == []
    assert discovery.refused == [f"content/threads/{name}"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Late Coffee.md", "rename it to late-coffee.md"),
        ("late–coffee.md", "rename it to late-coffee.md"),
        ("_Léa's__Straße_.md", "rename it to lea-s-strasse.md"),
        ("コーヒー.md", "rename it, using only lowercase letters a to z, digits and hyphens"),
        ("a" * 201 + ".md", "shorten it to at most 200 characters"),
        (
            "A" * 201 + ".md",
            "shorten it to at most 200 characters: lowercase letters, digits and hyphens",
        ),
        ("a" * 200 + "!.md", f"rename it to {'a' * 200}.md"),
    ],
)
def test_a_valid_name_is_suggested(tmp_path: Path, name: str, hint: str) -> None:
    (diagnostic,) = found(tmp_path, f"content/threads/{name}").diagnostics
    assert diagnostic.hint == hint


def test_refused_files_are_listed(tmp_path: Path) -> None:
    put(tmp_path, "content/media/a b.png", "static/a\\b", "content/notes/A.css")
    put(tmp_path, "content/guides/a.css")
    for name in ("content/guides/a.md", "content/guides/b", "static/c"):
        (tmp_path / name).symlink_to("nowhere")
    discovery = discover(tmp_path)
    assert discovery.refused == ["content/guides/a.md"]
    assert discovery.refused_files == ["content/media/a b.png", "static/a\\b", "static/c"]


@pytest.mark.parametrize(
    "name",
    [
        ".a.md.swp",
        "a.md~",
        ".#a.md",
        "#a.md#",
        "4913",
        ".DS_Store",
        "a.tmp",
        "a.md.bak",
        ".hidden.md",
        "Thumbs.db",
    ],
)
def test_temporary_files_of_editors_are_ignored(tmp_path: Path, name: str) -> None:
    discovery = found(tmp_path, f"content/threads/{name}", f"content/media/{name}")
    assert discovery == Discovery()


def test_hidden_folders_of_content_are_ignored(tmp_path: Path) -> None:
    discovery = found(tmp_path, "content/.git/a", "content/threads/.cache/a.md", "static/.git/HEAD")
    assert discovery == Discovery()


def test_media_are_copied_to_their_address(tmp_path: Path) -> None:
    discovery = found(tmp_path, "content/media/a.png", "content/media/2020/B_c~1.JPG")
    assert messages(discovery) == []
    assert copied(discovery) == {
        "content/media/2020/B_c~1.JPG": "media/2020/B_c~1.JPG",
        "content/media/a.png": "media/a.png",
    }


@pytest.mark.parametrize("name", ["a.svgz", "a.html", "a.js", "a", "a.png.exe"])
def test_media_that_could_run_code_are_left_out(tmp_path: Path, name: str) -> None:
    discovery = found(tmp_path, f"content/media/{name}")
    assert messages(discovery) == [
        f"content/media/{name} W09 is not an accepted media type and is ignored"
    ]
    assert discovery.diagnostics[0].hint.endswith("put other files into static/")
    assert copied(discovery) == {}


@pytest.mark.parametrize(
    ("name", "character"),
    [("a b.png", "' '"), ("a'b.png", '"\'"'), ("a%41.png", "'%'"), ("a\u202eb.png", "'\\u202e'")],
)
def test_media_names_are_safe_in_an_address(tmp_path: Path, name: str, character: str) -> None:
    discovery = found(tmp_path, f"content/media/{name}")
    shown = name.replace("\u202e", "\\u202e")
    assert messages(discovery) == [
        f"content/media/{shown} A04 'media/{shown}' contains {character},"
        " which an address must not contain"
    ]


def test_an_address_is_in_unicodes_composed_form(tmp_path: Path) -> None:
    discovery = found(tmp_path, "content/media/e\u0301.png")
    assert list(copied(discovery).values()) == ["media/é.png"]


def test_static_files_are_copied_as_they_are(tmp_path: Path) -> None:
    discovery = found(tmp_path, "static/CNAME", "static/.well-known/a b.txt", "static/x/logo.svg")
    assert messages(discovery) == []
    assert copied(discovery) == {
        "static/.well-known/a b.txt": ".well-known/a b.txt",
        "static/CNAME": "CNAME",
        "static/x/logo.svg": "x/logo.svg",
    }


@pytest.mark.parametrize("path", [".ssg/manifest", ".SSG/a", "a\nb", "a\\b"])
def test_static_files_stay_in_the_output_folder(tmp_path: Path, path: str) -> None:
    discovery = found(tmp_path, f"static/{path}")
    assert [one.code for one in discovery.diagnostics] == ["A04"]
    assert copied(discovery) == {}


def test_a_static_name_may_begin_like_the_state_folder(tmp_path: Path) -> None:
    assert copied(found(tmp_path, "static/.ssgrc")) == {"static/.ssgrc": ".ssgrc"}


def test_a_symbolic_link_is_an_error(tmp_path: Path) -> None:
    put(tmp_path, "outside/a.md", "content/threads/b.md", "static/c")
    (tmp_path / "content/threads/a.md").symlink_to(tmp_path / "outside/a.md")
    (tmp_path / "content/guides").symlink_to(tmp_path / "outside")
    (tmp_path / "static/d").symlink_to("nowhere")
    discovery = discover(tmp_path)
    assert messages(discovery) == [
        "content/guides T08 is a symbolic link",
        "content/threads/a.md T08 is a symbolic link",
        "static/d T08 is a symbolic link",
    ]
    assert sources(discovery) == ["content/threads/b.md"]


def test_a_name_that_is_not_utf_8_is_an_error(tmp_path: Path) -> None:
    put(tmp_path, "content/threads/a.md")
    try:
        (tmp_path / "content/threads" / os.fsdecode(b"\xff.md")).write_bytes(b"x")
    except OSError:
        pytest.skip("this disk allows no such names")
    discovery = discover(tmp_path)
    assert messages(discovery) == ["content/threads/\ufffd.md A04 has a name that is not UTF-8"]
    assert sources(discovery) == ["content/threads/a.md"]


def test_a_folder_that_cannot_be_read_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "content/threads/a.md", "content/guides/b.md")
    scan = os.scandir

    def guarded(path: Path) -> object:
        if Path(path).name == "threads":
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", guarded)
    discovery = discover(tmp_path)
    assert messages(discovery) == ["content/threads T09 cannot be read: Permission denied"]
    assert sources(discovery) == ["content/guides/b.md"]


def test_a_file_in_place_of_a_folder_is_an_error(tmp_path: Path) -> None:
    discovery = found(tmp_path, "content")
    assert messages(discovery) == ["content T09 is a file but must be a folder"]
    assert discovery.diagnostics[0].hint == "move the file, then create a folder 'content'"


def test_no_name_can_control_a_terminal(tmp_path: Path) -> None:
    put(tmp_path, "content/threads/a\x1b[31m.md", "content/threads/b.\x1bmd", "content/c\nd/e.md")
    text = "".join(f"{one.at}{one.message}{one.hint}" for one in discover(tmp_path).diagnostics)
    assert text.isprintable()
    assert "content/threads/a\\x1b[31m.md" in text


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_an_entry_that_is_neither_file_nor_folder_is_ignored(tmp_path: Path) -> None:
    put(tmp_path, "content/threads/a.md")
    os.mkfifo(tmp_path / "content/threads/b.md")
    assert sources(discover(tmp_path)) == ["content/threads/a.md"]
