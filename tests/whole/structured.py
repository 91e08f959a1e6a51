"""Holds what a page says of itself to machines against what its readers see."""

import json
import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

Node = dict[str, Any]

REQUIRED = {
    # https://developers.google.com/search/docs/appearance/structured-data/qapage
    "QAPage": {"mainEntity"},
    "Question": {"answerCount", "name"},
    "Answer": {"text"},
    "Comment": {"text"},
    # https://developers.google.com/search/docs/appearance/structured-data/breadcrumb
    "BreadcrumbList": {"itemListElement"},
    # https://schema.org/MedicalCode, https://schema.org/MedicalCondition
    "MedicalCode": {"codeValue", "codingSystem"},
    "MedicalCondition": {"name"},
    # https://developers.google.com/search/docs/appearance/site-names
    "WebSite": {"name", "url"},
    "Organization": {"name"},
    "Person": {"name"},
}
"""Without one of these, a node of the type says nothing."""

RECOMMENDED = {
    # https://developers.google.com/search/docs/appearance/structured-data/qapage
    "Question": {"author", "datePublished", "text"},
    "Answer": {"author", "datePublished", "url"},
    "Comment": {"author", "datePublished"},
}
"""A post has all of these, so they are never left out. Others depend on the post."""

PAGES = {"AboutPage", "CollectionPage", "MedicalWebPage", "QAPage", "WebPage"}
_ONCE = (
    'meta[name="description"]',
    'link[rel="canonical"]',
    *(
        f'meta[property="og:{name}"]'
        for name in ("type", "site_name", "title", "description", "url", "locale")
    ),
    'meta[name="twitter:card"]',
)
_ONLY_IF_INDEXED = '[property^="og:"], [property^="article:"], [type="application/ld+json"]'


def graph_of(html: str) -> list[Node]:
    """The nodes of the only graph of a page."""
    (script,) = LexborHTMLParser(html).css('script[type="application/ld+json"]')
    document = json.loads(script.text())
    assert document.keys() == {"@context", "@graph"}
    assert document["@context"] == "https://schema.org"
    nodes: list[Node] = document["@graph"]
    return nodes


def page_in(graph: list[Node]) -> Node:
    (page,) = (node for node in graph if node["@type"] in PAGES)
    return page


def all_nodes(value: Any) -> Iterator[Node]:
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for one in value.values():
            yield from all_nodes(one)
    elif isinstance(value, list):
        for one in value:
            yield from all_nodes(one)


def find_faults(html: str, origin: str) -> list[str]:
    """What is missing in what the page says to machines, and what its readers do not see."""
    shown = LexborHTMLParser(html)
    if shown.css_first('meta[name="robots"][content="noindex"]'):
        return [f"{one.tag} on a hidden page" for one in shown.css(_ONLY_IF_INDEXED)]
    if shown.css_first('meta[http-equiv="refresh"]'):
        return [f"{one.tag} on a page that leads on" for one in shown.css(_ONLY_IF_INDEXED)]
    if shown.css_first(".ssg-notice-duplicate"):
        return _faults_of_duplicate(shown, origin)
    graph = graph_of(html)
    page = page_in(graph)
    return [
        *_faults_of_head(shown, page),
        *_faults_of_nodes(graph),
        *_faults_of_crumbs(shown, graph, page, origin),
        *_faults_of_review(shown, page),
        *_faults_of_question(shown, page.get("mainEntity", {})),
        *_faults_of_condition(shown, page),
    ]


def _faults_of_duplicate(shown: LexborHTMLParser, origin: str) -> list[str]:
    """Search engines ascribe what it says to the page that it leads to."""
    faults = [f"{one.tag} on a duplicate" for one in shown.css('[type="application/ld+json"]')]
    original = _first(shown, ".ssg-notice-duplicate a").attributes["href"]
    canonical = _first(shown, 'link[rel="canonical"]').attributes["href"]
    if canonical != f"{origin}{original}":
        faults.append(f"it leads to {original}, and {canonical} is canonical")
    return faults


def _faults_of_head(shown: LexborHTMLParser, page: Node) -> Iterator[str]:
    for selector in _ONCE:
        found = [
            one.attributes.get("content", one.attributes.get("href")) for one in shown.css(selector)
        ]
        if len(found) != 1 or not found[0]:
            yield f"{selector}: {found}"
    canonical = shown.css('link[rel="canonical"]')[0].attributes["href"]
    description = _content(shown, 'meta[name="description"]')
    if len(description) > 161:
        yield f"a description of {len(description)} characters"
    if not canonical == page["url"] == page["@id"] == _content(shown, '[property="og:url"]'):
        yield f"the address is {page['url']}, {canonical}"
    if description != _content(shown, '[property="og:description"]'):
        yield "two descriptions"
    title = _text(shown.css_first("title"))
    if not title.startswith(page["name"]) or page["name"] != _content(
        shown, '[property="og:title"]'
    ):
        yield f"{title} is called {page['name']}"
    if page["inLanguage"] != _first(shown, "html").attributes["lang"]:
        yield f"the language is {page['inLanguage']}"
    kind = "article" if page["@type"] in ("QAPage", "MedicalWebPage") else "website"
    if kind != _content(shown, '[property="og:type"]'):
        yield f"{page['@type']} is no {kind}"


def _faults_of_nodes(graph: list[Node]) -> Iterator[str]:
    known = {node["@id"] for node in graph}
    if len(known) != len(graph):
        yield "two nodes have one id"
    for node in all_nodes(graph):
        kind = node["@type"]
        wanted = REQUIRED.get(kind, set()) | RECOMMENDED.get(kind, set())
        if missing := wanted - node.keys():
            yield f"{kind} without {missing}"
        if empty := [name for name, value in node.items() if value in ("", [], {}, None)]:
            yield f"{kind} has empty {empty}"
        if kind == "FAQPage" or node.get("upvoteCount", 1) < 1:
            yield f"{kind} with {node.get('upvoteCount')} votes"
        for value in node.values():
            if isinstance(value, dict) and value.keys() == {"@id"} and value["@id"] not in known:
                yield f"no node is {value['@id']}"
    page = page_in(graph)
    question = page.get("mainEntity", {})
    if page["@type"] == "QAPage" and not {"acceptedAnswer", "suggestedAnswer"} & question.keys():
        yield "a QAPage without an answer"


def _faults_of_crumbs(
    shown: LexborHTMLParser, graph: list[Node], page: Node, origin: str
) -> Iterator[str]:
    crumbs = shown.css(".ssg-crumbs li")
    lists = [node for node in graph if node["@type"] == "BreadcrumbList"]
    said = [(one["name"], one["item"]) for node in lists for one in node["itemListElement"]]
    seen = [
        (
            _text(one),
            origin + (link.attributes["href"] or "")
            if (link := one.css_first("a"))
            else page["url"],
        )
        for one in crumbs
    ]
    if said != seen:
        yield f"crumbs {seen} are {said}"
    if [one["position"] for node in lists for one in node["itemListElement"]] != [
        *range(1, len(seen) + 1)
    ]:
        yield "crumbs are not counted"


def _faults_of_review(shown: LexborHTMLParser, page: Node) -> Iterator[str]:
    seal = shown.css_first(".ssg-review-sealed")
    if bool(seal) != ("lastReviewed" in page) or bool(seal) != ("reviewedBy" in page):
        yield f"reviewed: {page.get('lastReviewed')}"
    elif seal:
        if not (_first(seal, "time").attributes["datetime"] or "").startswith(page["lastReviewed"]):
            yield f"reviewed on {page['lastReviewed']}"
        yield from _faults_of_person(seal, page["reviewedBy"])


def _faults_of_person(shown: LexborNode, person: Node) -> Iterator[str]:
    for name in ("name", "jobTitle", "honorificSuffix"):
        if name in person and person[name] not in _text(shown):
            yield f"nobody sees {person[name]}"


def _faults_of_question(shown: LexborHTMLParser, question: Node) -> Iterator[str]:
    posts = shown.css("section > article.ssg-post:not(.ssg-reply)")
    answers = [one for one in posts if not _is_removed(one)]
    if question.get("@type") != "Question":
        if posts or shown.css_first("#ssg-question"):
            yield "a question that is not said"
        return
    accepted = [question["acceptedAnswer"]] if "acceptedAnswer" in question else []
    said = accepted + question.get("suggestedAnswer", [])
    if question["answerCount"] != len(answers) or len(said) != len(answers):
        yield f"{len(answers)} answers are {question['answerCount']}"
    if question["name"] != _text(shown.css_first("h1")):
        yield f"the title is {question['name']}"
    if _letters(question["text"]) != _letters(_text(shown.css_first("#ssg-question .ssg-prose"))):
        yield f"the question is {question['text']}"
    head = _first(shown, "header.ssg-head .ssg-facts")
    yield from _faults_of_facts(head, question)
    yield from _faults_of_votes(_first(shown, "footer.ssg-source .ssg-facts"), question)
    for answer in said:
        post = _first(shown, f"[id='{answer['url'].partition('#')[2]}']")
        yield from _faults_of_post(post, answer)
        if bool(_own(post, ".ssg-label-chosen")) != (answer in accepted):
            yield f"accepted: {answer['url']}"
        yield from _faults_of_replies(post.css(".ssg-reply"), answer.get("comment", []))
    replies = shown.css("section > .ssg-replies > .ssg-reply")
    yield from _faults_of_replies(replies, question.get("comment", []))


def _faults_of_replies(shown: list[LexborNode], comments: list[Node]) -> Iterator[str]:
    replies = [one for one in shown if not _is_removed(one)]
    if [one.attributes["id"] for one in replies] != [
        one["url"].partition("#")[2] for one in comments
    ]:
        yield f"{len(replies)} replies are {len(comments)}"
    for reply, comment in zip(replies, comments, strict=False):
        yield from _faults_of_post(reply, comment)


def _faults_of_post(shown: LexborNode, post: Node) -> Iterator[str]:
    heading, meta, prose, foot = (
        _own(shown, selector)[0]
        for selector in ("h3, h4", ".ssg-post-meta", ".ssg-prose", "footer")
    )
    if _letters(post["text"]) != _letters(_text(prose)):
        yield f"nobody wrote {post['text']}"
    yield from _faults_of_facts(meta, {**post, "author": {"@type": "Person"}})
    yield from _faults_of_person(heading, {"name": post["author"]["name"]})
    people = _own(shown, ".ssg-post-person")
    if not people and post["author"].keys() != {"@type", "name"}:
        yield f"nobody is {post['author']}"
    for person in people:
        yield from _faults_of_person(person, post["author"])
    yield from _faults_of_votes(foot, post)


def _faults_of_votes(shown: LexborNode, post: Node) -> Iterator[str]:
    """Only English has a figure for one and for two people."""
    found = re.search(r"([\d,]+) (?:person|people) found", _text(shown))
    votes = int(found[1].replace(",", "")) if found else 0
    is_english = "Link to" in _text(shown)
    if is_english and post.get("upvoteCount", 0) != votes:
        yield f"{votes} votes are {post.get('upvoteCount')}"


def _faults_of_facts(shown: LexborNode, said: Node) -> Iterator[str]:
    times = [one.attributes["datetime"] or "" for one in shown.css("time")]
    dates = [said["datePublished"], *filter(None, [said.get("dateModified")])]
    if [time[:16] for time in times] != [
        date[: len(time[:16])] for date, time in zip(dates, times, strict=False)
    ]:
        yield f"{times} are {dates}"
    yield from _faults_of_person(shown, said["author"])


def _faults_of_condition(shown: LexborHTMLParser, page: Node) -> Iterator[str]:
    about = page.get("about", {})
    body = _text(shown.body)
    if about.get("@type") == "MedicalCondition":
        if about["name"] != _text(shown.css_first("h1")):
            yield f"about {about['name']}"
        yield from (
            f"nobody sees {one}" for one in about.get("alternateName", ()) if one not in body
        )
        rows = [_text(row) for row in shown.css(".ssg-codes dl > div")]
        for code in about.get("code", ()):
            system, value = code["codingSystem"], code["codeValue"]
            if not any(row.startswith(system) and value in row for row in rows):
                yield f"nobody sees {code}"
    elif shown.css_first(".ssg-codes"):
        yield "codes that are not said"
    sources = [_text(one) for one in shown.css(".ssg-sources li")]
    if sources != [one["name"] for one in page.get("citation", ())]:
        yield f"{sources} are not cited"


def _is_removed(post: LexborNode) -> bool:
    return bool(_own(post, ".ssg-removed"))


def _own(post: LexborNode, selector: str) -> list[LexborNode]:
    """What is in a post and not in a reply to it."""
    return [one for one in post.css(selector) if _post_around(one) == post.attributes["id"]]


def _post_around(node: LexborNode | None) -> str | None:
    while node is not None:
        if "ssg-post" in (node.attributes.get("class") or "").split():
            return node.attributes["id"]
        node = node.parent
    return None


def _first(shown: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    found = shown.css_first(selector)
    assert found, selector
    return found


def _content(shown: LexborHTMLParser, selector: str) -> str:
    return _first(shown, selector).attributes["content"] or ""


def _text(node: LexborNode | None) -> str:
    return " ".join(node.text().split()) if node else ""


def _letters(text: str) -> str:
    return "".join(text.split())
