"""A site in several languages: its lists do not mix them, and every word is in its own.

English is the site's own language. Spanish and Arabic have lists; German has none.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.command import ssg, tree
from tests.whole.words import nearest, texts

NOW = "2026-03-01"
WORDS = {"en": "wordsinenglish", "es": "palabrasenespañol", "de": "wörterdeutsch", "ar": "كلمات"}
ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
ORIGIN = "https://example.org/health"

_THREADS = {
    "back-en": "lang: en\ntopics: [back]",
    "back-es": "lang: es\ntopics: [back]\ntranslation_of: back-en\ntranslated: 2026-01-01",
    "back-ar": "lang: ar\ntopics: [back]",
    "back-de": "lang: de\ntopics: [back]",
    "low-en": "lang: en\ntopics: [low]",
    "low-es": "lang: es\ntopics: [low]",
    "nap-en": "lang: en\ntopics: [siesta]",
}
_GUIDES = {
    "sore-en": "lang: en\ntopics: [back]",
    "sore-es": "lang: es\ntopics: [espalda]\ntranslation_of: sore-en",
    "sore-ar": "lang: ar\ntopics: [back]\ntranslation_of: sore-en",
    "sore-de": "lang: de\ntopics: [back]\ntranslation_of: sore-en\nstatus: draft",
}
_TOPICS = {
    "back": "lang: en",
    "espalda": "lang: es\ntranslation_of: back",
    "zahr": "lang: ar\ntranslation_of: back",
    "low": "lang: en\nparent: back",
    "lumbar": "lang: es\nparent: back\ntranslation_of: low",
    "siesta": "lang: es",
}
_PAGES = {
    "about": "lang: en\nnav: 1",
    "acerca-de": "lang: es\ntranslation_of: about",
    "privacy": "lang: en\nnav: 2",
}


def _languages(*langs: str) -> str:
    """Some texts in Spanish, and none in Arabic."""
    word = WORDS["es"]
    blocks = {
        "es": f"{{title: {word}, description: {word}, disclaimers: {{thread: {word}}}}}",
        "ar": "{}",
    }
    return "\n".join(f"  {lang}: {blocks[lang]}" for lang in langs)


def _word(fields: str) -> str:
    return WORDS[fields.removeprefix("lang: ").partition("\n")[0]]


def _text(fields: str, *more: str) -> str:
    """Front matter with these fields and a title, and a text, in the language that they name."""
    word = _word(fields)
    return "\n".join(("---", f"title: {word}", fields, *more, "---", "", word, ""))


def _write_site(folder: Path) -> None:
    ours = WORDS["en"]
    files = {
        "site.yaml": f"title: {ours}\nurl: {ORIGIN}\ndescription: {ours}\nfooter: {ours}\n"
        f"page_size: 1\ndisclaimers: {{site: {ours}, thread: {ours}, guide: {ours}}}\n"
        f"helplines: [{{name: {ours}, url: 'https://example.com/', checked: 2026-02-01}}]\n"
        f"languages:\n{_languages('es', 'ar')}\n",
        "content/people/lind.yaml": f"id: lind\nname: {ours}\nrole: {ours}\n",
        "content/resources/house.yaml": f"publisher: {ours}\nresources:\n"
        + "".join(
            f"- {{id: house-{lang}, title: {word}, url: 'https://example.com/{lang}', "
            f"lang: {lang}, description: {word if lang != 'de' else ours}, topics: [back]}}\n"
            for lang, word in WORDS.items()
        ),
    }
    for name, fields in _THREADS.items():
        word = _word(fields)
        text = _text(fields, "asked: 2026-01-02", f"by: {word}", "guides: [sore-en]")
        post = f"by: {word}\nposted: 2026-01-03\n"
        person = "person: lind\nrole: clinician\nposted: 2026-01-04\n"
        answers = "".join(f"\n## Answer\n\n```yaml\n{one}```\n\n{word}\n" for one in (post, person))
        files[f"content/threads/{name}.md"] = text + answers
    for name, fields in _GUIDES.items():
        word = _word(fields)
        review = "review: {by: lind, date: 2026-02-01}"
        correction = f"corrections: [{{date: 2026-02-02, wrong: {word}, right: {word}}}]"
        more = (review, "resources: [house-es]", *([correction] if word != WORDS["ar"] else ()))
        files[f"content/guides/{name}.md"] = _text(fields, *more)
    for name, fields in _TOPICS.items():
        files[f"content/topics/{name}.md"] = _text(fields)
    for name, fields in _PAGES.items():
        files[f"content/pages/{name}.md"] = _text(fields)
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    _write_site(folder)
    done = ssg("--site", folder, "build", "--now", NOW)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def output(site: Path) -> dict[str, bytes]:
    return {path: data for path, data in tree(site / "output").items() if not path.startswith(".")}


def _page(output: Mapping[str, bytes], address: str) -> LexborHTMLParser:
    return LexborHTMLParser(output[f"{address}index.html".removeprefix("/")].decode())


def _links(output: Mapping[str, bytes], address: str, kind: str, within: str = "main") -> list[str]:
    """The ids of the documents of a kind to which a page leads."""
    nodes = _page(output, address).css(f"{within} a")
    start = f"/health/{kind}/"
    found = ((one.attributes.get("href") or "").split("#")[0] for one in nodes)
    ids = (href.removeprefix(start).strip("/") for href in found if href.startswith(start))
    return sorted({name for name in ids if name and "/" not in name})


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("/", ["back-de", "back-en", "low-en", "nap-en"]),
        ("/es/", ["back-es", "low-es"]),
        ("/ar/", ["back-ar"]),
    ],
)
def test_each_language_has_its_own_home_page_and_list_of_threads(
    output: Mapping[str, bytes], start: str, expected: list[str]
) -> None:
    assert _links(output, start, "threads") == expected
    pages = [f"{start}threads/", *(f"{start}threads/page/{n}/" for n in range(1, len(expected)))]
    listed = [name for address in pages for name in _links(output, address, "threads")]
    assert sorted(listed) == expected


def test_home_pages_and_indexes_have_the_guides_topics_and_resources_of_their_language(
    output: Mapping[str, bytes],
) -> None:
    found = {
        start: {
            "home": (_links(output, start, "topics"), _links(output, start, "guides")),
            "a-z": (
                _links(output, f"{start}a-z/", "topics"),
                _links(output, f"{start}a-z/", "guides"),
            ),
            "resources": _links(output, f"{start}resources/", "resources"),
        }
        for start in ("/", "/es/", "/ar/")
    }
    assert found == {
        "/": {
            "home": (["back", "low"], ["sore-en"]),
            "a-z": (["back", "low"], ["sore-en"]),
            "resources": ["house-de", "house-en"],
        },
        "/es/": {
            "home": (["espalda", "lumbar", "siesta"], ["sore-es"]),
            "a-z": (["espalda", "lumbar", "siesta"], ["sore-es"]),
            "resources": ["house-es"],
        },
        "/ar/": {
            "home": (["zahr"], ["sore-ar"]),
            "a-z": (["zahr"], ["sore-ar"]),
            "resources": ["house-ar"],
        },
    }


def test_a_topic_lists_what_is_in_its_language_or_has_no_topic_in_its_own(
    output: Mapping[str, bytes],
) -> None:
    names = ("back", "espalda", "zahr", "low", "lumbar", "siesta")
    feeds = {name: _entries(output[f"topics/{name}/feed.xml"]) for name in names}
    assert feeds == {
        "back": ["back-de", "back-en", "low-en"],
        "espalda": ["back-es", "low-es"],
        "zahr": ["back-ar"],
        "low": ["low-en"],
        "lumbar": ["low-es"],
        "siesta": ["nap-en"],
    }
    guides = {name: _links(output, f"/topics/{name}/", "guides") for name in names}
    assert guides == {
        "back": ["sore-en"],
        "espalda": ["sore-es"],
        "zahr": ["sore-ar"],
        "low": [],
        "lumbar": [],
        "siesta": [],
    }
    assert _links(output, "/topics/espalda/", "topics", ".ssg-topics") == ["lumbar"]


def test_what_is_in_a_language_without_lists_is_named_in_the_sites_own(
    output: Mapping[str, bytes],
) -> None:
    pages = ("/threads/", *(f"/threads/page/{number}/" for number in (1, 2, 3)))
    labels = {
        name: [one.text() for one in _page(output, address).css("main .ssg-lang")]
        for address in pages
        for name in _links(output, address, "threads")
    }
    assert labels == {"back-de": ["Deutsch"], "back-en": [], "low-en": [], "nap-en": []}


def _entries(feed: bytes) -> list[str]:
    links = ElementTree.fromstring(feed).findall(f"{ATOM}entry/{ATOM}link")
    return sorted((one.get("href") or "").strip("/").rpartition("/")[2] for one in links)


@pytest.mark.parametrize(
    ("path", "lang", "expected"),
    [
        ("feed.xml", "en", ["back-de", "back-en", "low-en", "nap-en"]),
        ("es/feed.xml", "es", ["back-es", "low-es"]),
        ("ar/feed.xml", "ar", ["back-ar"]),
    ],
)
def test_the_feed_of_a_language_has_its_threads_only(
    output: Mapping[str, bytes], path: str, lang: str, expected: list[str]
) -> None:
    feed = ElementTree.fromstring(output[path])
    assert feed.get(XML_LANG) == lang
    assert _entries(output[path]) == expected
    foreign = [one.get(XML_LANG) for one in feed.findall(f"{ATOM}entry") if one.get(XML_LANG)]
    assert foreign == (["de"] if lang == "en" else [])


def test_corrections_are_listed_in_their_language(output: Mapping[str, bytes]) -> None:
    assert _links(output, "/changes/", "guides") == ["sore-en"]
    assert _links(output, "/es/changes/", "guides") == ["sore-es"]
    assert "ar/changes/index.html" not in output
    feed = ElementTree.fromstring(output["es/changes/feed.xml"])
    assert feed.get(XML_LANG) == "es"
    assert [one.get(XML_LANG) for one in feed.findall(f"{ATOM}entry")] == [None]


def test_the_tree_of_topics_is_that_of_the_language(output: Mapping[str, bytes]) -> None:
    found = {lang: _links(output, f"/{lang}topics/", "topics") for lang in ("", "es/", "ar/")}
    assert found == {"": ["back", "low"], "es/": ["espalda", "lumbar", "siesta"], "ar/": ["zahr"]}


def _crumbs(output: Mapping[str, bytes], address: str) -> list[str]:
    nodes = _page(output, address).css(".ssg-crumbs a")
    return [(one.attributes.get("href") or "").removeprefix("/health") for one in nodes]


@pytest.mark.parametrize(
    ("address", "crumbs"),
    [
        ("/threads/back-en/", ["/", "/topics/back/"]),
        ("/threads/back-es/", ["/es/", "/topics/espalda/"]),
        ("/threads/low-es/", ["/es/", "/topics/espalda/", "/topics/lumbar/"]),
        ("/threads/back-de/", ["/", "/topics/back/"]),
        ("/threads/nap-en/", ["/", "/topics/siesta/"]),
        ("/resources/house-es/", ["/es/", "/es/resources/"]),
        ("/es/threads/", ["/es/"]),
        ("/es/threads/page/1/", ["/es/", "/es/threads/"]),
        ("/acerca-de/", ["/es/"]),
    ],
)
def test_crumbs_lead_through_the_pages_of_the_same_language(
    output: Mapping[str, bytes], address: str, crumbs: list[str]
) -> None:
    assert _crumbs(output, address) == crumbs


def _alternates(html: bytes) -> dict[str, str]:
    links = LexborHTMLParser(html.decode()).css("link[hreflang]")
    return {one.attributes["hreflang"] or "": one.attributes["href"] or "" for one in links}


def test_every_version_of_a_page_names_all_versions(output: Mapping[str, bytes]) -> None:
    pages = {
        f"{ORIGIN}/{path.removesuffix('index.html')}": _alternates(data)
        for path, data in output.items()
        if path.endswith(".html")
    }
    named = {url: found for url, found in pages.items() if found}
    # Seven lists, guides and a topic in three languages; corrections, a thread, a topic and a page
    # in two.
    assert len(named) == 7 * 3 + 3 + 3 + 2 + 2 + 2 + 2
    for url, found in named.items():
        assert url in found.values()
        assert all(pages[other] == found for other in found.values())
        assert found["x-default"] == found["en"]
    assert named[f"{ORIGIN}/es/"].keys() == {"en", "es", "ar", "x-default"}
    assert named[f"{ORIGIN}/guides/sore-es/"].keys() == {"en", "es", "ar", "x-default"}
    assert named[f"{ORIGIN}/acerca-de/"] == {
        "en": f"{ORIGIN}/about/",
        "es": f"{ORIGIN}/acerca-de/",
        "x-default": f"{ORIGIN}/about/",
    }
    in_sitemap = {
        url.findtext(f"{SITEMAP}loc"): {
            one.get("hreflang"): one.get("href") for one in url.findall(f"{XHTML}link")
        }
        for url in ElementTree.fromstring(output["sitemap.xml"])
    }
    assert {url: found for url, found in in_sitemap.items() if found} == named


def test_the_header_leads_to_the_home_page_in_each_language(output: Mapping[str, bytes]) -> None:
    for address in ("/", "/ar/", "/threads/back-de/", "/topics/espalda/"):
        links = _page(output, address).css("header .ssg-languages a")
        assert [(one.attributes["href"], one.text()) for one in links] == [
            ("/health/", "English"),
            ("/health/es/", "Español"),
            ("/health/ar/", "العربية"),
        ]


def test_the_footer_has_translated_pages_and_the_sites_own_for_the_others(
    output: Mapping[str, bytes],
) -> None:
    def footer(address: str) -> list[str]:
        nodes = _page(output, address).css(".ssg-footer-links a")
        return [(one.attributes["href"] or "").removeprefix("/health") for one in nodes]

    lists = ["/get-help/", "/changes/", "/follow/"]
    assert footer("/") == ["/about/", "/privacy/", *lists]
    assert footer("/threads/back-es/") == [
        "/acerca-de/",
        "/privacy/",
        *(f"/es{address}" for address in lists),
    ]
    assert footer("/ar/") == ["/about/", "/privacy/", "/ar/get-help/", "/ar/follow/"]


def test_a_translation_that_is_behind_says_so(site: Path) -> None:
    done = ssg("--site", site, "check", "--now", NOW)
    assert "threads/back-es.md:5:17: warning[W23] content/threads/back-en.md changed" in done.stderr


def test_every_word_says_its_language_and_direction(output: Mapping[str, bytes]) -> None:
    seen: set[tuple[str, str]] = set()
    for path, data in output.items():
        if path.endswith(".html"):
            page = LexborHTMLParser(data.decode())
            assert page.root is not None
            page_lang = nearest(page.css_first("html"), "lang") or ""
            for lang, fault in _find_faults(page):
                assert not fault, f"{path}: {fault}"
                seen.add((page_lang, lang))
    # Words of other languages than its own are on pages of each language.
    assert {("es", "en"), ("ar", "en"), ("en", "de"), ("en", "es"), ("es", "es")} <= seen


def _find_faults(page: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """The language of each of our words, with what is wrong with how it is marked."""
    assert page.root is not None
    for node, text in texts(page.root):
        for lang, word in WORDS.items():
            if word in text:
                marked = nearest(node, "lang"), nearest(node, "dir")
                wanted = lang, "rtl" if lang == "ar" else "ltr"
                yield lang, "" if marked == wanted else f"{text!r} is {marked} in <{node.tag}>"


def test_an_edit_in_one_language_gives_what_a_clean_build_gives(tmp_path: Path) -> None:
    _write_site(tmp_path)
    for path, old, new in _edits():
        done = ssg("--site", tmp_path, "build", "--now", NOW)
        assert done.returncode == 0, done.stderr
        file = tmp_path / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")
    assert ssg("--site", tmp_path, "build", "--now", NOW).returncode == 0
    verified = ssg("--site", tmp_path, "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def _edits() -> Iterable[tuple[str, str, str]]:
    yield "content/topics/espalda.md", WORDS["es"], "Espalda"
    yield "content/topics/espalda.md", "translation_of: back", "parent: siesta"
    yield "content/threads/low-es.md", "lang: es", "lang: ar"
    yield "site.yaml", "  ar: {}\n", ""
