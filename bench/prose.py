"""Markdown as people write it: paragraphs, lists, emphasis, links, quotations, a few tables.

Links to guides are written `(guide:ID#HEADING)`; each layout replaces them by its own addresses.
"""

import re
from collections.abc import Callable, Sequence
from random import Random

from bench.words import phrase, sentence

GUIDE_HEADINGS = (
    "How people go about it",
    "What to keep in mind",
    "Ideas for small rooms",
    "Ideas for busy weeks",
    "Where to read on",
)
_ANCHORS = tuple(heading.lower().replace(" ", "-") for heading in GUIDE_HEADINGS)
_GUIDE_LINK = re.compile(r"\(guide:([a-z0-9-]+)#([a-z-]+)\)")


def with_guide_links(text: str, address: str) -> str:
    """The text with links to guides replaced by `address`, a template like `/guides/{}/#{}`."""
    return _GUIDE_LINK.sub(lambda match: f"({address.format(*match.groups())})", text)


def paragraph(random: Random, least: int, most: int) -> str:
    return " ".join([sentence(random) for _ in range(random.randint(least, most))])


def post(random: Random, guides: Sequence[str]) -> str:
    """The text of a post: about 650 characters, with a long tail."""
    blocks = [_marked(random, guides)]
    while random.random() < 0.58 and len(blocks) < 7:
        blocks.append(random.choices(_BLOCKS, _WEIGHTS)[0](random, guides))
    return "\n\n".join(blocks)


def question(random: Random, guides: Sequence[str]) -> str:
    """It starts with a plain paragraph, so that the description contains no Markdown."""
    blocks = [paragraph(random, 2, 4)]
    if random.random() < 0.5:
        blocks.append(_marked(random, guides))
    return "\n\n".join(blocks)


def guide_body(random: Random, resource_urls: Sequence[str]) -> str:
    blocks = [paragraph(random, 3, 5)]
    for heading in GUIDE_HEADINGS:
        blocks += [f"## {heading}", paragraph(random, 3, 6)]
        blocks.append(random.choice((_bullets, _numbers, _table, _quotation))(random, ()))
        blocks.append(f"{paragraph(random, 1, 3)} {_emphasis(random)}")
    links = [f"- [{phrase(random)}]({url})" for url in resource_urls]
    return "\n\n".join([*blocks, "\n".join(links)])


def _marked(random: Random, guides: Sequence[str]) -> str:
    """A paragraph with common inline markup."""
    sentences = [sentence(random) for _ in range(random.randint(2, 5))]
    if random.random() < 0.4:
        sentences.append(_emphasis(random))
    if random.random() < 0.15:
        number = random.randint(1, 999)
        sentences.append(f"I read [a page on it](https://www.example.org/pages/{number}).")
    if random.random() < 0.05:
        sentences.append(f"See https://www.example.org/notes/{random.randint(1, 999)} for more.")
    if guides and random.random() < 0.12:
        guide, anchor = random.choice(guides), random.choice(_ANCHORS)
        sentences.append(f"There is [a guide](guide:{guide}#{anchor}) with more ideas.")
    random.shuffle(sentences)
    return " ".join(sentences)


def _emphasis(random: Random) -> str:
    mark = random.choice(("*", "**"))
    return f"What I like best is {mark}{phrase(random)}{mark}."


def _bullets(random: Random, _: Sequence[str]) -> str:
    return "\n".join([f"- {phrase(random)}" for _ in range(random.randint(2, 5))])


def _numbers(random: Random, _: Sequence[str]) -> str:
    return "\n".join([f"{n}. {sentence(random)}" for n in range(1, random.randint(3, 5))])


def _quotation(random: Random, _: Sequence[str]) -> str:
    return f"> {sentence(random)}"


def _table(random: Random, _: Sequence[str]) -> str:
    rows = [f"| {phrase(random)} | {random.randint(5, 60)} min |" for _ in range(3)]
    return "\n".join(["| What | How long |", "|---|---|", *rows])


_BLOCKS: tuple[Callable[[Random, Sequence[str]], str], ...] = (
    _marked,
    _bullets,
    _numbers,
    _quotation,
    _table,
)
_WEIGHTS = (62, 16, 7, 12, 3)
