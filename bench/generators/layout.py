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
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from json import dumps
from pathlib import Path
from typing import TypeVar

from bench.corpus import Content, Guide, Page, Post, Resource, Thread, Topic
from bench.prose import with_guide_links

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
    narrower = Counter(
        above for topic in corpus.topics.values() for above in topic.lineage[:-1]
    )
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
    groups = groupby(sorted(names, key=lambda name: _letter(corpus.guides[name].title)),
                     key=lambda name: _letter(corpus.guides[name].title))
    letters = [{"letter": letter, "guides": list(found)} for letter, found in groups]
    return {"guides_here": [], "letters": letters}


def publishers(resources: Iterable[Resource]) -> list[dict[str, object]]:
    """Resources by those who publish them."""
    def name(resource: Resource) -> str:
        return resource.publisher
    found = groupby(sorted(_by_title(resources), key=name), key=name)
    return [{"name": one, "resources": [each.id for each in group]} for one, group in found]


def index_letters(corpus: Content) -> list[dict[str, object]]:
    """All guides and topics by their letters."""
    entries = [(guide.title, f"/guides/{guide.id}/", "guide") for guide in corpus.guides.values()]
    entries += [(topic.title, f"/topics/{topic.id}/", "topic") for topic in corpus.topics.values()]
    groups = groupby(sorted(entries, key=lambda entry: (_letter(entry[0]), entry[0].lower())),
                     key=lambda entry: _letter(entry[0]))
    return [
        {
            "letter": letter,
            "entries": [{"title": title, "url": url, "kind": kind} for title, url, kind in found],
        }
        for letter, found in groups
    ]


def _letter(title: str) -> str:
    return title[0].upper() if title[0].isalpha() else "#"


Titled = TypeVar("Titled", Guide, Topic, Resource)


def _by_title(items: Iterable[Titled]) -> list[Titled]:
    return sorted(items, key=lambda item: item.title.lower())


def all_guide_fields(corpus: Content) -> dict[str, dict[str, object]]:
    """What is known of each guide, by id."""
    listed = guides_of_topics(corpus)
    return {
        guide.id: _guide_fields(guide, listed[guide.topics[0]] if guide.topics else [])
        for guide in corpus.guides.values()
    }


def _guide_fields(guide: Guide, listed: Sequence[str]) -> dict[str, object]:
    """`listed` are the guides of its first topic."""
    place = listed.index(guide.id) if listed else 0
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
    return [guide.id for guide in sorted(_by_title(corpus.guides.values()), key=age)][:_MOST_ON_HOME]


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
    return {"title": page.title, "description": page.description}


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
