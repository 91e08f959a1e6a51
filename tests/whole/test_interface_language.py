"""Words of the interface and of authors are each marked with their language, on every page.

The languages of a site are told apart by their scripts.
"""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from selectolax.lexbor import LexborHTMLParser

from ssg.pages.registry import KINDS
from tests.command import ssg, tree
from tests.whole.words import nearest, texts

_TEXTS = {"fa": "نص عربي", "en": "English words", "es": "palabras", "he": "טקסט עברי"}
_SCRIPTS = {"fa": "[\u0600-\u06ff]", "he": "[\u0590-\u05ff]", "latin": "[A-Za-z]"}


def _write_site(folder: Path, site_lang: str, lang: str) -> None:
    """A site with every part of every page; its documents are in `lang`."""
    ours, text = _TEXTS[site_lang], _TEXTS[lang]
    other = "fa" if lang == "he" else "he"
    review = "review: {by: lind, date: 2026-02-05, due: 2026-02-20}"
    checked = "checked: 2026-02-20"
    corrections = f"corrections: [{{date: 2026-02-20, wrong: {text}, right: {text}}}]"
    cards = "\n\n".join(
        f"> [!{kind}]\n> {text}" for kind in ("CAUTION", "WARNING", "IMPORTANT", "TIP", "NOTE")
    )
    post = f"by: {text}\nnote: {text}\nhelpful: 2\nedited: 2026-02-20"
    files = {
        "site.yaml": f"title: {ours}\nurl: https://example.org\nlanguage: {site_lang}\n"
        "search: true\n"
        f"description: {ours}\npage_size: 1\nfooter: {ours}\n"
        f"disclaimers: {{thread: {ours}}}\nmarkdown: {{dialect: commonmark}}\n"
        f"emergency_numbers:\n  - {{country: GB, tel: 999, sms: 999, note: {ours}, {checked}}}\n"
        f"  - {{country: IL, tel: 100, lang: [{other}], {checked}}}\n"
        f"helplines:\n  - {{name: {ours}, description: {ours}, country: GB, tel: 116 123, "
        f"url: 'https://example.org/h', {checked}}}\n"
        f"  - {{name: {_TEXTS[other]}, sms: 85258, lang: [{other}], {checked}}}\n"
        "participate: {email_updates: 'https://example.org/m', newsletter: 'https://example.org/n'}"
        "\n",
        "content/people/lind.yaml": f"id: lind\nname: {ours}\nrole: {ours}\ncredentials: {ours}\n"
        "url: https://example.org/lind\n",
        "content/people/lay.yaml": f"id: lay\nname: {ours}\nlay: true\n",
        "content/resources/house.yaml": f"publisher: {{name: {ours}, url: 'https://example.org/'}}"
        f"\nresources:\n  - id: sleep\n    title: {text}\n    url: https://example.org/s\n"
        f"    lang: {lang}\n    description: {ours}\n    kind: {ours}\n    topics: [sleep]\n"
        "    checked: 2026-01-01\n    archived: https://example.org/a\n",
        "content/topics/sleep.md": f"---\ntitle: {text}\nlang: {lang}\nalso_called: [{text}]\n"
        f"summary: {text}\ncodes: {{icd10: F51}}\naliases: [/old/]\n---\n{text}\n",
        "content/topics/naps.md": f"---\ntitle: {text}\nlang: {lang}\nparent: sleep\n---\n",
        "content/topics/dreams.md": f"---\ntitle: {text}\nlang: {lang}\nparent: sleep\n---\n",
        "content/pages/about.md": f"---\ntitle: {text}\nlang: {lang}\nnav: 1\nsummary: {text}\n"
        f"---\n{text}\n",
        "content/pages/gone.md": f"---\ntitle: {text}\nlang: {lang}\nstatus: withdrawn\n---\n",
        "content/guides/resting.md": f"---\ntitle: {text}\nlang: {lang}\ntopics: [sleep, naps]\n"
        f"also_called: [{text}]\nsummary: {text}\nspecialty: {text}\ncodes: {{mesh: D1}}\n{review}"
        f"\n{corrections}\nresources: [sleep]\nrelated: [other]\n"
        f"sources: [{{title: {text}}}]\n---\n"
        f"## {text}\n\n{cards}\n\n{text}[^1]\n\n[^1]: {text}\n",
        "content/guides/other.md": f"---\ntitle: {text}\nlang: {lang}\ntopics: [dreams]\n"
        f"status: draft\n---\n{text}\n",
        "content/guides/translated.md": f"---\ntitle: {_TEXTS[other]}\nlang: {other}\n"
        f"translation_of: resting\ntopics: [sleep]\n---\n{_TEXTS[other]}\n",
        "content/threads/a.md": f"---\ntitle: {text}\nlang: {lang}\nasked: 2026-02-03T14:20\n"
        f"topics: [sleep, naps]\nby: {text}\nsummary: {text}\nguides: [resting]\nstatus: draft\n"
        f"resources: [sleep]\nrelated: [b]\nhelpful: 1\nrating: {{average: 4.5, votes: 3}}\n"
        f"{review}\neditor_note: {text}\nsource: {{system: {text}, licence: {text}, "
        f"retrieved: 2026-02-22}}\n---\n{text}\n\n### Reply\n\n```yaml\nposted: 2026-02-04\n{post}"
        f"\n```\n\n{text}\n\n## Answer\n\n```yaml\nposted: 2026-02-05T10:00\naccepted: true\n"
        f"{post}\n```\n\n{text}\n\n### Reply\n\n```yaml\nposted: 2026-02-06\nid: reply\n```\n\n"
        f"{text}\n\n### Reply\n\n```yaml\nposted: 2026-02-07\nto: reply\nperson: lind\n"
        f"role: clinician\n```\n\n{text}\n\n## Answer\n\n```yaml\nposted: 2026-02-08\n"
        f"person: lay\nrole: editor\n```\n\n{text}\n\n## Answer\n\n```yaml\nposted: 2026-02-09\n"
        f"removed: {{date: 2026-02-10, reason: {text}}}\n```\n\n### Reply\n\n```yaml\n"
        f"posted: 2026-02-11\nremoved: {{date: 2026-02-12, reason: {text}}}\n```\n",
        "content/threads/b.md": f"---\ntitle: {text}\nlang: {lang}\nasked: 2026-02-04\n"
        f"topics: [sleep]\n{corrections}\n---\n{text}\n",
        "content/threads/expired.md": f"---\ntitle: {text}\nlang: {lang}\nasked: 2026-02-04\n"
        f"topics: [sleep]\nexpires_on: 2026-02-20\n---\n{text}\n",
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


@pytest.mark.parametrize(
    ("site_lang", "lang", "interface"),
    [
        ("fa", "fa", "en"),
        ("he", "he", "en"),
        ("en", "fa", "en"),
        ("es", "fa", "es"),
        ("fa", "he", "en"),
        ("en", "en", "en"),
    ],
)
def test_every_word_is_marked_with_its_language(
    tmp_path: Path, site_lang: str, lang: str, interface: str
) -> None:
    _write_site(tmp_path, site_lang, lang)
    done = ssg("--site", tmp_path, "build", "--drafts", "--now", "2026-03-01")
    assert done.returncode == 0, done.stderr
    pages = tree(tmp_path / "output")
    html = {path: data.decode() for path, data in pages.items() if path.endswith(".html")}
    # Each kind but those of machines, of which the feed is read by people too.
    assert len(KINDS) - 3 == 19
    assert {"404.html", "a-z/index.html", "gone/index.html", "search/index.html"} <= html.keys()
    assert {"threads/page/1/index.html", "resources/sleep/index.html"} <= html.keys()
    assert {"changes/page/1/index.html", "get-help/index.html", "topics/index.html"} <= html.keys()
    assert {"follow/index.html", "topics/sleep/follow/index.html"} <= html.keys()
    for path, text in html.items():
        faults = _find_faults(LexborHTMLParser(text), interface)
        assert faults == [], path
    for path in ("feed.xml", "topics/sleep/feed.xml", "changes/feed.xml"):
        for content in ElementTree.fromstring(pages[path]).iter(
            "{http://www.w3.org/2005/Atom}content"
        ):
            body = LexborHTMLParser(content.text or "")
            assert _find_faults(body, interface) == [], path


def _find_faults(page: LexborHTMLParser, interface: str) -> list[str]:
    """What is not marked with the language of its script, and with its direction."""
    assert page.root is not None
    faults: list[str] = []
    for node, text in texts(page.root):
        lang, direction = nearest(node, "lang"), nearest(node, "dir")
        if lang == "zxx":
            # An address is in no language (ISO 639-2).
            continue
        for script, pattern in _SCRIPTS.items():
            if re.search(pattern, text):
                wanted = (interface, "ltr") if script == "latin" else (script, "rtl")
                if (lang, direction) != wanted:
                    faults.append(f"{text} is {lang} {direction} in <{node.tag}>")
    return faults
