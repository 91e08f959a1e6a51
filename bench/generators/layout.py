"""What the layouts of the other generators have in common.

A thread is one file. Its front matter says who wrote what and when. Its body is the same Markdown
that ssg reads, without the headings of posts: a comment separates two posts, and the template
splits the rendered HTML there. So the Markdown engine gets each thread as one document, which is
the fastest way in these generators. Data that a template would compute slowly (the topics above
and below a topic, the guides of a topic) is written into front matter.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from json import dumps
from pathlib import Path
from shutil import copytree

from bench.corpus import Content, Guide, Post, Thread, Topic
from bench.prose import with_guide_links

DIVIDER = "<!-- post -->"
PEERS_FOLDER = Path(__file__).parents[1] / "peers"
_STYLES = Path(__file__).parents[2] / "templates/assets/css"


def copy_layouts(peer: str, site: Path) -> None:
    copytree(PEERS_FOLDER / peer, site, dirs_exist_ok=True)


def style_sheet() -> str:
    """The styles of ssg's theme, so that all generators use the same style sheet."""
    return "\n".join([path.read_text() for path in sorted(_STYLES.rglob("*.css"))])


def body(thread: Thread) -> str:
    parts = [thread.question, *(post.text for post in thread.posts)]
    text = f"\n\n{DIVIDER}\n\n".join(parts)
    return with_guide_links(text, "/guides/{}/#{}")


def post_fields(thread: Thread) -> list[dict[str, object]]:
    return [
        {
            "id": post.anchor,
            "reply": post.is_reply,
            "by": post.by,
            "posted": f"{post.posted:%Y-%m-%dT%H:%M:00Z}",
            "accepted": post.accepted,
            "helpful": post.helpful,
            "replies": replies,
        }
        for post, replies in zip(thread.posts, _replies(thread.posts), strict=True)
    ]


def _replies(posts: Sequence[Post]) -> list[int]:
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
        "posts": post_fields(thread),
    }


def all_topics(names: Iterable[str], corpus: Content) -> list[str]:
    """The topics and all topics above them, because a topic lists the threads of those below it."""
    return list(dict.fromkeys(above for name in names for above in corpus.topics[name].lineage))


def guides_of_topics(corpus: Content) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for guide in sorted(corpus.guides.values(), key=lambda guide: guide.title):
        for topic in all_topics(guide.topics, corpus):
            found[topic].append(guide.id)
    return found


def children_of_topics(corpus: Content) -> Mapping[str, list[str]]:
    """The direct children of each topic; top-level topics have the empty string as their parent."""
    found: dict[str, list[str]] = defaultdict(list)
    for topic in sorted(corpus.topics.values(), key=lambda topic: topic.title):
        found[topic.lineage[-2] if len(topic.lineage) > 1 else ""].append(topic.id)
    return found


def topic_fields(topic: Topic) -> dict[str, object]:
    return {
        "id": topic.id,
        "title": topic.title,
        "description": topic.summary,
        "lineage": list(topic.lineage),
    }


def guide_fields(guide: Guide) -> dict[str, object]:
    return {
        "title": guide.title,
        "date": f"{guide.reviewed:%Y-%m-%dT00:00:00Z}",
        "description": guide.summary,
        "own_topics": list(guide.topics),
        "resource_ids": list(guide.resources),
    }


def resource_fields(corpus: Content) -> dict[str, dict[str, str]]:
    return {
        resource.id: {
            "title": resource.title,
            "url": resource.url,
            "description": resource.description,
            "publisher": resource.publisher,
        }
        for resource in corpus.resources.values()
    }


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
