"""What pages say to machines in JSON-LD and Open Graph is what their readers see."""

from pathlib import Path

import pytest

from tests.command import ROOT, ssg, tree
from tests.corpus import needs_corpus
from tests.whole.structured import all_nodes, find_faults, graph_of, page_in

TEST_SITE = ROOT / "tests/site"


@pytest.fixture(scope="module")
def test_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("site") / "output"
    options = ("--now", "2026-06-01T12:00", "--drafts", "--output", output)
    done = ssg("--site", TEST_SITE, "build", *options)
    assert done.returncode == 0, done.stderr
    return output


def _pages(output: Path) -> dict[str, str]:
    return {path: data.decode() for path, data in tree(output).items() if path.endswith(".html")}


def _find_all_faults(output: Path, origin: str) -> list[tuple[str, str]]:
    return [
        (path, fault)
        for path, html in _pages(output).items()
        for fault in find_faults(html, origin)
    ]


def test_this_repositorys_site_says_what_it_shows(built: Path) -> None:
    assert _find_all_faults(built, "https://threads.example.org") == []


def test_the_realistic_site_says_what_it_shows(test_site: Path) -> None:
    assert _find_all_faults(test_site, "https://harbour.example.org") == []


@needs_corpus
def test_the_real_site_says_what_it_shows(built_corpus: Path) -> None:
    assert _find_all_faults(built_corpus, "https://corpus.example.org") == []


def test_every_kind_of_page_is_said(built: Path, test_site: Path) -> None:
    pages = [html for output in (built, test_site) for html in _pages(output).values()]
    graphs = [graph_of(html) for html in pages if "application/ld+json" in html]
    kinds = {node["@type"] for node in all_nodes(graphs)}
    assert kinds == {
        "AboutPage", "Answer", "BreadcrumbList", "CollectionPage", "Comment", "CreativeWork",
        "ItemList", "ListItem", "MedicalCode", "MedicalCondition", "MedicalWebPage",
        "Organization", "Patient", "Person", "QAPage", "Question", "WebPage", "WebSite",
    }  # fmt: skip
    assert not any("FAQPage" in html for html in pages)


def test_only_where_readers_can_answer_is_a_thread_a_page_of_answers(
    built: Path, test_site: Path
) -> None:
    def kinds(output: Path) -> set[str]:
        pages = (
            graph_of(html)
            for path, html in _pages(output).items()
            if "#ssg-question" in html and "application/ld+json" in html
        )
        return {page_in(graph)["@type"] for graph in pages}

    assert kinds(built) == {"QAPage"}
    assert kinds(test_site) == {"MedicalWebPage"}
