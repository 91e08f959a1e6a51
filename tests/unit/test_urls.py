import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssg import urls


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/", "index.html"),
        ("/threads/", "threads/index.html"),
        ("/threads/page/3/", "threads/page/3/index.html"),
        ("/topics/x/feed.xml", "topics/x/feed.xml"),
        ("/404.html", "404.html"),
    ],
)
def test_each_address_has_one_file(address: str, path: str) -> None:
    assert urls.output_path(address) == path


@pytest.mark.parametrize(
    ("alias", "path"),
    [
        ("/questions/abs/", "questions/abs/index.html"),
        ("/questions/abs", "questions/abs/index.html"),
        ("/old.html", "old.html"),
        ("/OLD.HTM", "OLD.HTM"),
        ("/topic.php", "topic.php/index.html"),
    ],
)
def test_an_alias_works_with_and_without_a_slash(alias: str, path: str) -> None:
    assert urls.alias_output_path(alias) == path


def test_copied_files_keep_their_path_below_media_and_static() -> None:
    assert urls.file_output_path("content/media/a/b.png") == "media/a/b.png"
    assert urls.file_output_path("static/content/x.txt") == "content/x.txt"


def test_an_address_is_written_with_the_prefix_and_percent_encoded() -> None:
    assert urls.href("/health", "/media/a b%ü.png") == "/health/media/a%20b%25%C3%BC.png"


@pytest.mark.parametrize(
    "alias",
    [
        "/questions/abs/",
        "/questions/abs",
        "/old.html",
        "/t/123,back-pain_(2)",
        "/rücken/schmerz/",
        "/背中/",
    ],
)
def test_an_alias_may_be_any_clean_path_from_the_root(alias: str) -> None:
    assert urls.alias_problem(alias) is None


@pytest.mark.parametrize(
    ("alias", "problem"),
    [
        ("old.html", "does not start with '/'"),
        ("https://example.org/x", "does not start with '/'"),
        ("", "does not start with '/'"),
        ("/", "is the home page"),
        ("//example.org/x", "contains '//'"),
        ("/a//b", "contains '//'"),
        ("/a/../b", "has a part that starts or ends with a dot"),
        ("/.ssg/x", "has a part that starts or ends with a dot"),
        ("/a./b", "has a part that starts or ends with a dot"),
        ("/a?b=1", "contains '?', which an alias must not contain"),
        ("/a#b", "contains '#', which an alias must not contain"),
        ("/a\\b", "contains '\\', which an alias must not contain"),
        (
            "/a%2e",
            "contains '%' (aliases are not percent-encoded), which an alias must not contain",
        ),
        ("/a b", "contains a space, which an alias must not contain"),
        ("/a\x07b", "contains the character U+0007, which an alias must not contain"),
        ("/a\u202eb", "contains the character U+202E, which an alias must not contain"),
        ("/a\ud800", "contains the character U+D800, which an alias must not contain"),
        ("/ru\u0308cken", "is not in Unicode's composed form (NFC)"),
        ("/" + "a" * 201, "has a part longer than 200 bytes"),
        ("/" + "a/" * 350, "is longer than 700 bytes"),
    ],
)
def test_an_alias_that_is_not_a_clean_path_is_refused(alias: str, problem: str) -> None:
    assert urls.alias_problem(alias) == problem


@given(st.text())
def test_an_accepted_alias_stays_in_the_output_folder(alias: str) -> None:
    if urls.alias_problem(alias) is None:
        parts = urls.alias_output_path(alias).split("/")
        assert all(part and part not in (".", "..") for part in parts)


@pytest.mark.parametrize("name", ["back-pain", "a", "2026", "x-2-y"])
def test_a_name_of_letters_digits_and_hyphens_is_a_valid_id(name: str) -> None:
    assert urls.id_problem(name) is None


@pytest.mark.parametrize(
    "name", ["", "Back", "back pain", "back--pain", "-back", "back-", "rücken", "a.b", "a_b", "²"]
)
def test_any_other_name_is_not_a_valid_id(name: str) -> None:
    problem = "must consist of lowercase letters a to z, digits and single hyphens"
    assert urls.id_problem(name) == problem


def test_an_id_fits_into_a_file_name() -> None:
    assert urls.id_problem("a" * 201) == "is longer than 200 characters"


@pytest.mark.parametrize(
    ("one", "other"), [("Old/X", "old/x"), ("rücken", "ru\u0308cken"), ("STRASSE", "straße")]
)
def test_paths_that_a_disk_may_treat_as_one_fold_to_one(one: str, other: str) -> None:
    assert urls.fold_path(one) == urls.fold_path(other)


def test_a_pattern_is_filled_with_what_the_page_has() -> None:
    pattern = "https://a.example/{lang}/{id}?t={title}&u={url}&again={id}"
    values = urls.pattern_values(
        id="naps", title="Is it {url} & “x”?", url="https://b.example/~a/", lang="es"
    )
    assert urls.fill_pattern(pattern, values) == (
        "https://a.example/es/naps?t=Is%20it%20%7Burl%7D%20%26%20%E2%80%9Cx%E2%80%9D%3F"
        "&u=https%3A%2F%2Fb.example%2F~a%2F&again=naps"
    )


def test_a_pattern_without_names_stays_as_it_is() -> None:
    pattern = "mailto:a@b.example?subject=50%25"
    assert urls.fill_pattern(pattern, {}) == pattern


@pytest.mark.parametrize(
    ("number", "uri"),
    [("116 123", "tel:116123"), ("+44 (20) 7946-0000", "tel:+442079460000"), ("1.1.2", "tel:112")],
)
def test_the_address_of_a_number_has_only_its_digits(number: str, uri: str) -> None:
    assert urls.phone_uri("tel", number) == uri
