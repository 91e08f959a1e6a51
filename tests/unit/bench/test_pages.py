import json
from dataclasses import replace
from pathlib import Path

from bench.pages import count_pages

TAGS = "".join(
    f'<meta property="og:{name}" content="some">'
    for name in ("title", "description", "url", "type", "site_name")
)
GRAPH = [
    {
        "@type": "MedicalWebPage",
        "mainEntity": {
            "@type": "Question",
            "text": "How far?",
            "acceptedAnswer": {"@type": "Answer", "text": "A mile."},
            "suggestedAnswer": [
                {
                    "@type": "Answer",
                    "text": "An hour\nor so.",
                    "comment": [{"@type": "Comment", "text": "Less."}],
                }
            ],
        },
    },
    {"@type": "BreadcrumbList"},
]


def write(output: Path, address: str, text: str) -> None:
    path = output / address
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def data(graph: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@graph": graph})}</script>'


def write_site(output: Path, thread: str = "") -> None:
    description = '<meta name="description" content="How far?">'
    write(output, "threads/far/index.html", thread or f"{description}{TAGS}{data(GRAPH)}")
    for address, level in (("topics/walks", 3), ("threads", 2)):
        listed = f'<h{level}><a href="/threads/far/">Far?</a></h{level}>'
        write(output, f"{address}/index.html", listed)
    write(output, "topics/walks/feed.xml", "<entry>&lt;p&gt;How far?&lt;/p&gt;</entry>")


def test_answers_and_comments_are_counted_at_any_depth(tmp_path: Path) -> None:
    write_site(tmp_path)
    pages = count_pages(tmp_path)
    assert (pages.answers, pages.comments, pages.breadcrumbs) == (2, 1, 1)
    assert pages.data_characters == len("Howfar?Amile.Anhourorso.Less.")
    assert pages.feed_characters == len("Howfar?")
    assert pages.listed == 2


def test_each_kind_of_page_is_counted_by_its_address(tmp_path: Path) -> None:
    write_site(tmp_path)
    for address in (
        "guides/walks", "topics/walks/page/2", "topics/walks/follow", "threads/page/7", "threads",
        "resources/who", "resources", "topics", "a-z", "follow", "about", "search",
    ):  # fmt: skip
        write(tmp_path, f"{address}/index.html", "<p>One word</p>")
    write(tmp_path, "404.html", "")
    pages = count_pages(tmp_path)
    assert (pages.threads, pages.guides, pages.topic_lists, pages.thread_lists) == (1, 1, 2, 2)
    assert (pages.resources, pages.follow_pages, pages.indexes, pages.single_pages) == (1, 1, 3, 3)
    assert pages.total == 14
    assert pages.others == 1
    assert pages.html_characters["guides"] == len("<p>Oneword</p>")


def test_a_page_counts_only_with_a_description_and_all_tags_of_a_preview(tmp_path: Path) -> None:
    write_site(tmp_path)
    whole = count_pages(tmp_path)
    assert (whole.descriptions, whole.open_graph) == (1, 1)
    empty = '<meta name="description" content="">'
    write_site(tmp_path, empty + TAGS.replace("og:url", "og:locale"))
    bare = count_pages(tmp_path)
    assert (bare.descriptions, bare.open_graph, bare.answers) == (0, 0, 0)
    assert not bare.agrees_with(whole)


def test_texts_of_two_generators_may_differ_a_little(tmp_path: Path) -> None:
    write_site(tmp_path)
    ours = replace(
        count_pages(tmp_path),
        html_characters={"threads": 1_000},
        data_characters=1_000,
        feed_characters=1_000,
    )
    assert ours.agrees_with(replace(ours, html_characters={"threads": 1_040}))
    longer = replace(ours, html_characters={"threads": 1_060})
    assert not ours.agrees_with(longer)
    assert ours.shows_same_as(longer)
    assert ours.agrees_with(replace(ours, data_characters=1_020, feed_characters=1_200))
    assert not ours.agrees_with(replace(ours, data_characters=900))
    assert not ours.agrees_with(replace(ours, feed_characters=500))
    assert not ours.agrees_with(replace(ours, answers=3))
