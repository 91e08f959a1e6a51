"""What the layouts of the other generators have in common.

A thread is one file. Its front matter says who wrote what and when. Its body is the same Markdown
that ssg reads, without the headings of posts: a comment separates two posts, and the template
splits the rendered HTML there. So the Markdown engine gets each thread as one document, which is
the fastest way in these generators. Data that a template would compute slowly (the topics above
and below a topic, its guides and resources, the guides before and after another, what A to Z lists)
is written into front matter, or into files of data.
"""

import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from json import dumps
from pathlib import Path
from typing import TypeVar

from bench.content import Content, Guide, Page, Post, Resource, Thread, Topic
from bench.prose import with_guide_links

T = TypeVar("T")
TitledT = TypeVar("TitledT", Guide, Topic, Resource)

DIVIDER = "<!-- post -->"
PEERS_FOLDER = Path(__file__).parents[1] / "peers"
_ASSETS = Path(__file__).parents[2] / "templates/assets"
_ROBOTS = "User-agent: *\nAllow: /\n\nSitemap: https://bench.example.org/sitemap.xml\n"
_FOLDED_FROM = 20
"""So many guides of a topic are folded by their letters, as ssg's are."""
_MOST_ON_HOME = 10


def copy_layouts(peer: str, site: Path) -> None:
    shutil.copytree(PEERS_FOLDER / peer, site, dirs_exist_ok=True)


def write_static(folder: Path) -> None:
    """The styles of ssg's theme, and what search engines are told."""
    (folder / "css").mkdir(parents=True)
    styles = sorted((_ASSETS / "css").rglob("*.css"))
    (folder / "css/site.css").write_text("\n".join([path.read_text() for path in styles]))
    shutil.copy(_ASSETS / "feed.css", folder / "css/feed.css")
    (folder / "robots.txt").write_text(_ROBOTS)


def body(thread: Thread) -> str:
    parts = [thread.question, *(post.text for post in thread.posts)]
    text = f"\n\n{DIVIDER}\n\n".join(parts)
    return with_guide_links(text, "/guides/{}/#{}")


def post_fields(thread: Thread) -> list[dict[str, object]]:
    counts = _count_replies(thread.posts)
    return [
        {
            "id": post.anchor,
            "reply": post.is_reply,
            "by": post.by,
            "posted": f"{post.posted:%Y-%m-%dT%H:%M:00Z}",
            "accepted": post.accepted,
            "helpful": post.helpful,
            "replies": count,
            # Whether the answer and its replies end here.
            "last": following is None or not following.is_reply,
        }
        for post, following, count in zip(
            thread.posts, (*thread.posts[1:], None), counts, strict=False
        )
    ]


def _count_replies(posts: Sequence[Post]) -> list[int]:
    """How many replies follow each answer; none follows a reply."""
    counts = [0] * len(posts)
    answer = 0
    for number, post in enumerate(posts):
        if post.is_reply:
            counts[answer] += 1
        else:
            answer = number
    return counts


def thread_fields(thread: Thread) -> dict[str, object]:
    """The data of a thread that its page and lists show, except its topics."""
    return {
        "title": thread.title,
        "date": f"{thread.asked:%Y-%m-%dT%H:%M:00Z}",
        "updated": f"{thread.updated:%Y-%m-%dT%H:%M:00Z}",
        "description": thread.description,
        "by": thread.by,
        "helpful": thread.helpful,
        "answers": sum(not post.is_reply for post in thread.posts),
        "accepted": next((post.anchor for post in thread.posts if post.accepted), ""),
        "own_topics": list(thread.topics),
        "resource_ids": list(thread.resources),
        "source": list(thread.source),
        "posts": post_fields(thread),
    }


def all_topics(names: Iterable[str], corpus: Content) -> list[str]:
    """The topics and all topics above them, because a topic lists the threads of those below it."""
    return list(dict.fromkeys(above for name in names for above in corpus.topics[name].lineage))


def guides_of_topics(corpus: Content) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for guide in _by_title(corpus.guides.values()):
        for topic in all_topics(guide.topics, corpus):
            found[topic].append(guide.id)
    return found


def children_of_topics(corpus: Content) -> Mapping[str, list[str]]:
    """The direct children of each topic; top-level topics have the empty string as their parent."""
    found: dict[str, list[str]] = defaultdict(list)
    for topic in _by_title(corpus.topics.values()):
        found[topic.lineage[-2] if len(topic.lineage) > 1 else ""].append(topic.id)
    return found


def all_topic_fields(corpus: Content) -> dict[str, dict[str, object]]:
    """What is known of each topic, by id."""
    guides, children = guides_of_topics(corpus), children_of_topics(corpus)
    resources: dict[str, list[Resource]] = defaultdict(list)
    for resource in corpus.resources.values():
        for topic in all_topics(resource.topics, corpus):
            resources[topic].append(resource)
    narrower = Counter(above for topic in corpus.topics.values() for above in topic.lineage[:-1])
    return {
        topic.id: {
            "id": topic.id,
            "title": topic.title,
            "description": topic.summary,
            "has_lead": topic.has_lead,
            "has_feed": topic.has_feed,
            "lineage": list(topic.lineage),
            "children": children.get(topic.id, []),
            "narrower": narrower[topic.id],
            **_listed_guides(guides.get(topic.id, []), corpus),
            "publishers": publishers(resources[topic.id]),
        }
        for topic in corpus.topics.values()
    }


def _listed_guides(names: Sequence[str], corpus: Content) -> dict[str, object]:
    """Few guides are listed with what they say, many by their letters."""
    if len(names) < _FOLDED_FROM:
        return {"guides_here": list(names), "letters": []}
    groups = _group(names, lambda name: _letter(corpus.guides[name].title))
    letters = [{"letter": letter, "guides": found} for letter, found in groups.items()]
    return {"guides_here": [], "letters": letters}


def publishers(resources: Iterable[Resource]) -> list[dict[str, object]]:
    """Resources by those who publish them."""
    groups = _group(_by_title(resources), lambda resource: resource.publisher)
    return [
        {"name": name, "resources": [resource.id for resource in found]}
        for name, found in groups.items()
    ]


def index_letters(corpus: Content) -> list[dict[str, object]]:
    """What A to Z lists: all guides and topics by their letters."""
    entries = [
        {"title": one.title, "url": f"/{kind}s/{one.id}/", "kind": kind}
        for kind, found in (("guide", corpus.guides), ("topic", corpus.topics))
        for one in found.values()
    ]
    entries.sort(key=lambda entry: entry["title"].lower())
    groups = _group(entries, lambda entry: _letter(entry["title"]))
    return [{"letter": letter, "entries": found} for letter, found in groups.items()]


def _letter(title: str) -> str:
    return title[0].upper() if title[0].isalpha() else "#"


def _group(items: Iterable[T], key: Callable[[T], str]) -> dict[str, list[T]]:
    """The items by a name, in the order of names; those of one name keep their order."""
    groups: dict[str, list[T]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return dict(sorted(groups.items()))


def _by_title(items: Iterable[TitledT]) -> list[TitledT]:
    return sorted(items, key=lambda item: item.title.lower())


def all_guide_fields(corpus: Content) -> dict[str, dict[str, object]]:
    """What is known of each guide, by id."""
    listed = guides_of_topics(corpus)
    return {
        guide.id: _guide_fields(guide, listed[guide.topics[0]]) for guide in corpus.guides.values()
    }


def _guide_fields(guide: Guide, listed: Sequence[str]) -> dict[str, object]:
    """`listed` are the guides of its first topic."""
    place = listed.index(guide.id)
    dated = {"date": f"{guide.reviewed:%Y-%m-%dT00:00:00Z}"} if guide.reviewed else {}
    return {
        "title": guide.title,
        **dated,
        "reviewed": f"{guide.reviewed:%Y-%m-%d}" if guide.reviewed else "",
        "description": guide.summary,
        "has_lead": guide.has_lead,
        "own_topics": list(guide.topics),
        "resource_ids": list(guide.resources),
        "previous": listed[place - 1] if place else "",
        "following": listed[place + 1] if place + 1 < len(listed) else "",
        "codes": [{"system": system, "value": value} for system, value in guide.codes],
    }


def newest_guides(corpus: Content) -> list[str]:
    """Those that were reviewed last, as the home page lists them."""

    def age(guide: Guide) -> float:
        return -guide.reviewed.timestamp() if guide.reviewed else 0

    guides = sorted(_by_title(corpus.guides.values()), key=age)
    return [guide.id for guide in guides[:_MOST_ON_HOME]]


def resource_fields(corpus: Content) -> dict[str, dict[str, object]]:
    """What is known of each resource, by id."""
    guides: dict[str, list[str]] = defaultdict(list)
    for guide in _by_title(corpus.guides.values()):
        for resource in guide.resources:
            guides[resource].append(guide.id)
    return {
        resource.id: {
            "id": resource.id,
            "title": resource.title,
            "outside": resource.url,
            "description": resource.description,
            "publisher": resource.publisher,
            "own_topics": list(resource.topics),
            "guides_here": guides[resource.id],
        }
        for resource in corpus.resources.values()
    }


def page_fields(page: Page) -> dict[str, object]:
    return {"id": page.id, "title": page.title, "description": page.description}


def toml_document(fields: Mapping[str, object], text: str) -> str:
    """A document with front matter. Every JSON string, list of strings and number is TOML too."""
    lines, tables = [], []
    for name, value in fields.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for item in value:
                tables += [f"[[{name}]]", *(f"{key} = {_json(item[key])}" for key in item)]
        else:
            lines.append(f"{name} = {_json(value)}")
    return "\n".join(["+++", *lines, *tables, "+++", "", text, ""])


def yaml_document(fields: Mapping[str, object], text: str) -> str:
    """A document with front matter. Every JSON value is a YAML value too."""
    lines = []
    for name, value in fields.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lines += [f"{name}:", *(f"  - {_json(item)}" for item in value)]
        else:
            lines.append(f"{name}: {_json(value)}")
    return "\n".join(["---", *lines, "---", "", text, ""])


def _json(value: object) -> str:
    return dumps(value, ensure_ascii=False)
