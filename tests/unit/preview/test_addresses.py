import pytest

from ssg.preview.addresses import decode_path, remove_prefix


@pytest.mark.parametrize(
    ("path", "decoded"),
    [
        ("/", "/"),
        ("/threads/", "/threads/"),
        ("/threads/x", "/threads/x"),
        ("/a%20b", "/a b"),
        ("/%C3%BC/", "/ü/"),
        ("/Ã¼/", "/ü/"),
        ("/a%2Fb", "/a/b"),
        ("/100%", "/100%"),
        ("/%zz", "/%zz"),
        ("/...", "/..."),
        ("/.well-known/x", "/.well-known/x"),
        ("/a..b", "/a..b"),
        ("/%252e%252e/x", "/%2e%2e/x"),
        ("/c++", "/c++"),
        ("/" + "a" * 255, "/" + "a" * 255),
    ],
)
def test_a_path_is_decoded_once(path: str, decoded: str) -> None:
    assert decode_path(path) == decoded


@pytest.mark.parametrize(
    "path",
    [
        "",
        "*",
        "x",
        "http://localhost/",
        "//",
        "//example.org/",
        "/a//b",
        "/%2F",
        "/%2fetc/passwd",
        "/.",
        "/..",
        "/../x",
        "/a/../b",
        "/a/..",
        "/a/./b",
        "/%2e%2e/x",
        "/%2E./x",
        "/a%2f..%2fb",
        "/a\\b",
        "/..%5cx",
        "/%00",
        "/x%00.html",
        "/%0a",
        "/%7f",
        "/%c2%85",
        "/%ff",
        "/%c0%ae%c0%ae/x",
        "/%e0%80%ae/x",
        "/%c0%af",
        "/%ed%a0%80",
        "/ÿ",
        "/ü€",
        "/" + "a" * 256,
        "/" + "%C3%BC" * 128,
        "/" + "a/" * 512,
    ],
)
def test_no_address_has_such_a_path(path: str) -> None:
    assert decode_path(path) is None


@pytest.mark.parametrize(
    ("path", "prefix", "address"),
    [
        ("/x/", "", "/x/"),
        ("/health/x/", "/health", "/x/"),
        ("/health/", "/health", "/"),
        ("/a b/c/", "/a%20b/c", "/"),
        ("/health", "/health", None),
        ("/healthy/", "/health", None),
        ("/x/health/", "/health", None),
        ("/", "/health", None),
    ],
)
def test_an_address_is_below_the_prefix(path: str, prefix: str, address: str | None) -> None:
    assert remove_prefix(path, prefix) == address
