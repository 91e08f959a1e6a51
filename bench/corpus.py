"""The content that every generator gets, independent of its layout: the same for the same seed.

A thread depends only on the seed, its number and the size of the corpus, so none is kept in memory.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import accumulate, product
from math import log
from pathlib import Path
from random import Random

from bench.content import Guide, Page, Post, Resource, Thread, Topic
from bench.photographs import write_photographs
from bench.prose import guide_body, paragraph, post, question
from bench.words import person, sentence, title

SEED = 20
SITE_DESCRIPTION = "Everyday questions, asked to measure how long it takes."
_MEAN_POSTS = 4.4
_MOST_POSTS = 33
_SHALLOWER = 0.9
"""The exponent of Zipf's law, which distributes the threads over the topics."""

_FIRST_DAY = datetime(2006, 1, 2, 8, tzinfo=UTC)
_LAST_DAY = datetime(2025, 6, 30, 8, tzinfo=UTC)

_SUBJECTS = (
    "Sleep", "Walking", "Stretching", "Desks", "Sitting", "Cycling",
    "Swimming", "Gardening", "Cooking", "Travel", "Breaks", "Evenings",
)  # fmt: skip
_SETTINGS = ("at home", "at work", "outdoors", "in a group", "with children")
_SEASONS = ("in winter", "in summer", "on weekdays", "on holiday")
_TOPICS = 300
_GUIDES = 200
_FULL = 1_000
"""With so many threads or more, there are all topics and guides; with fewer, in proportion."""
_PHOTOGRAPHS = 40
"""Making smaller ones of all sizes takes about half a second each."""
_PUBLISHERS = 6
_RESOURCES_EACH = 5


_ABOUT = Page(
    id="about",
    title="About this site",
    description="All of this was made by a program.",
    text="All of this was made by a program.",
)


@dataclass(frozen=True, kw_only=True)
class Corpus:
    size: int
    seed: int = SEED
    has_photographs: bool = False
    """Whether some guides show one, with an address like `photograph-0.jpg`."""

    def threads(self) -> Iterator[Thread]:
        """From the oldest to the newest."""
        return (self.thread(number) for number in range(self.size))

    def thread(self, number: int) -> Thread:
        """Numbers from `size` on are threads to be added later, newer than all others."""
        random = self._random("thread", number)
        heading = title(random)
        topics = self._topics_of_thread(number, random)
        guides = tuple(random.sample(self._guide_ids, 1 if random.random() < 0.3 else 0))
        resources = tuple(random.sample(self._resource_ids, 1 if random.random() < 0.2 else 0))
        step = (_LAST_DAY - _FIRST_DAY) / self.size
        asked = _FIRST_DAY + step * number + timedelta(seconds=60 * random.randrange(60))
        asked = asked.replace(second=0, microsecond=0)
        by, helpful = person(random), int(random.expovariate(0.3))
        text = question(random, self._guide_ids)
        return Thread(
            id=f"{_slug(heading)}-{number}",
            title=heading,
            description=_begin(text),
            asked=asked,
            by=by,
            topics=topics,
            guides=guides,
            resources=resources,
            helpful=helpful,
            question=text,
            posts=tuple(self._posts(asked, random)),
        )

    def edited(self, thread: Thread) -> Thread:
        """The thread with one more sentence in its last post."""
        *others, last = thread.posts
        more = sentence(self._random("edit", thread.id))
        return replace(thread, posts=(*others, replace(last, text=f"{last.text}\n\n{more}")))

    def _random(self, *what: object) -> Random:
        return Random(f"{self.seed} {what}")

    @property
    def pages(self) -> tuple[Page, ...]:
        return (_ABOUT,)

    def _in_proportion(self, count: int) -> int:
        return count * min(self.size, _FULL) // _FULL

    @cached_property
    def _guide_ids(self) -> tuple[str, ...]:
        return tuple(self.guides)

    @cached_property
    def _resource_ids(self) -> tuple[str, ...]:
        return tuple(self.resources)

    @cached_property
    def _ranked_topics(self) -> tuple[str, ...]:
        """From the largest to the smallest."""
        names = list(self.topics)
        self._random("ranks").shuffle(names)
        return tuple(names)

    @cached_property
    def _shares(self) -> tuple[float, ...]:
        return tuple(accumulate((rank + 1) ** -_SHALLOWER for rank in range(len(self.topics))))

    def _topics_of_thread(self, number: int, random: Random) -> tuple[str, ...]:
        """One or two topics. The first threads cover all topics, so that none is empty."""
        ranked = self._ranked_topics
        count = 1 if random.random() < 0.6 else 2
        drawn = random.choices(ranked, cum_weights=self._shares, k=count)
        if number < len(ranked):
            drawn[0] = ranked[number]
        return tuple(dict.fromkeys(drawn))

    def _posts(self, asked: datetime, random: Random) -> Iterator[Post]:
        # A geometric distribution: https://en.wikipedia.org/wiki/Geometric_distribution
        count = 1 + int(log(1 - random.random()) / log(1 - 1 / _MEAN_POSTS))
        accepted = random.randrange(count) if random.random() < 0.3 else -1
        posted = asked
        for number in range(min(count, _MOST_POSTS)):
            posted += timedelta(minutes=random.randint(5, 2_000))
            is_reply = number > 0 and random.random() < 0.3
            yield Post(
                anchor=f"a-{posted:%Y-%m-%dT%H%M}",
                is_reply=is_reply,
                by=person(random),
                posted=posted,
                accepted=number == accepted and not is_reply,
                helpful=int(random.expovariate(0.5)),
                text=post(random, self._guide_ids),
            )

    @cached_property
    def topics(self) -> dict[str, Topic]:
        """By id."""
        titles: list[tuple[str, ...]] = [(subject,) for subject in _SUBJECTS]
        titles += product(_SUBJECTS, _SETTINGS)
        titles += product(_SUBJECTS, _SETTINGS, _SEASONS)
        topics = {}
        for parts in titles[: self._in_proportion(_TOPICS)]:
            lineage = tuple(_slug(" ".join(parts[:depth])) for depth in range(1, len(parts) + 1))
            random = self._random("topic", lineage)
            topics[lineage[-1]] = Topic(
                id=lineage[-1],
                title=" ".join(parts),
                summary=sentence(random),
                lineage=lineage,
                text=f"{paragraph(random, 2, 4)}\n\n{paragraph(random, 2, 4)}",
            )
        return topics

    @cached_property
    def resources(self) -> dict[str, Resource]:
        """By id."""
        resources = {}
        for publisher, number in product(range(_PUBLISHERS), range(_RESOURCES_EACH)):
            random = self._random("resource", publisher, number)
            name = f"publisher-{publisher}-{number}"
            resources[name] = Resource(
                id=name,
                title=f"{_SUBJECTS[(publisher * _RESOURCES_EACH + number) % 12]}, part {number}",
                url=f"https://publisher{publisher}.example.org/{number}",
                description=sentence(random),
                publisher=f"Example Publisher {publisher}",
            )
        return resources

    @cached_property
    def guides(self) -> dict[str, Guide]:
        """By id."""
        guides = {}
        for number in range(self._in_proportion(_GUIDES)):
            random = self._random("guide", number)
            heading = title(random).rstrip("?")
            name = f"{_slug(heading)}-{number}"
            resources = tuple(random.sample(tuple(self.resources), 2))
            guides[name] = Guide(
                id=name,
                title=f"{heading}: guide {number}",
                summary=sentence(random),
                topics=tuple(random.sample(tuple(self.topics), random.randint(1, 2))),
                resources=resources,
                reviewed=_FIRST_DAY + timedelta(days=30 * number),
                text=guide_body(random, [self.resources[each].url for each in resources])
                + self._photograph(number),
            )
        return guides

    def _photograph(self, guide: int) -> str:
        if not self.has_photographs or guide >= _PHOTOGRAPHS:
            return ""
        return f"\n\n![Many colours](photograph-{guide}.jpg)"

    def write_photographs(self, folder: Path) -> None:
        if self.has_photographs:
            write_photographs(_PHOTOGRAPHS, folder)


def _begin(question: str) -> str:
    """The beginning of a question, which starts with a plain paragraph."""
    start = question.partition("\n")[0]
    return start if len(start) <= 200 else f"{start[:200].rpartition(' ')[0]} …"


def _slug(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))
