"""Harmless sentences for the texts of the benchmark."""

from random import Random

_SLOTS = {
    "place": (
        "at the kitchen table", "in the park", "by the river", "in the office", "on the stairs",
        "in the garden", "on the train", "at the library", "in the hall", "near the station",
    ),
    "time": (
        "in the morning", "after lunch", "before dinner", "in the evening", "at the weekend",
        "on weekdays", "between two meetings", "when it rains", "in winter", "on holiday",
    ),
    "amount": (
        "ten minutes", "a quarter of an hour", "twenty minutes", "half an hour", "an hour",
        "three songs", "two rounds", "one long podcast", "a few pages", "the length of a call",
    ),
    "activity": (
        "walking", "stretching", "cycling", "swimming", "standing up", "tidying the desk",
        "looking out of the window", "cooking", "gardening", "going to bed early",
    ),
    "thing": (
        "a taller desk", "a softer pillow", "older shoes", "a timer", "a notebook",
        "a second screen", "a warm jacket", "a folding chair", "the long way home", "a calendar",
    ),
    "who": (
        "my neighbour", "a colleague", "my sister", "a friend from school", "our teacher",
        "my father", "somebody in my group", "the man next door", "my flatmate", "an old friend",
    ),
    "feeling": (
        "it felt right", "the day seemed shorter", "I was in a better mood", "nothing much changed",
        "I wanted to go on", "I slept as I always do", "it was too much at first",
        "I got used to it", "the others joined in", "I forgot about it after a week",
    ),
    "advice": (
        "start small", "keep a note of it", "ask the people around you", "change one thing only",
        "do it at the same time every day", "leave it for a week", "make it easy to begin",
        "don't buy anything yet", "take somebody with you", "stop when it is no fun",
    ),
}  # fmt: skip

_SENTENCES = (
    "I have tried {activity} {time}, and {feeling}.",
    "For me it's {amount} of {activity} {time}, mostly {place}.",
    "What helped was {thing}, though {who} swears by {activity}.",
    "{who} told me to {advice}, so I did that {time}.",
    "After {amount} {place} I usually stop, and then {feeling}.",
    "I'd say {advice}, and see how it goes {time}.",
    "We do {amount} of {activity} together {place}, and nobody minds being late.",
    "It isn't easy {time}, because I'm {place} most of the day.",
    "Last month I got {thing}, and since then {feeling}.",
    "You can {advice} and still have {amount} left for {activity}.",
    "My plan was simple: {activity} {time}, {amount} at most.",
    "{who} does it {place}, which wouldn't work for me.",
    "Nobody needs {thing} for that; {advice} and you'll find out.",
    "The first week I only managed {amount} {time}, but {feeling}.",
    "There's a lot to be said for {activity} {place}.",
    "If {activity} bores you, try it {place} with {who}.",
    "I keep {thing} close by, so that I remember to do it {time}.",
    "It took {amount} to set up, and {who} laughed at me.",
)

_TITLES = (
    "How long should I go on with {activity} {time}?",
    "Does anybody else enjoy {activity} {place}?",
    "Is {amount} of {activity} {time} enough?",
    "What do you think of {thing} for {activity}?",
    "How do I start with {activity} {time}?",
    "Who has swapped {activity} for {thing}?",
    "Where do you go for {activity} {time}?",
    "Can {activity} {place} become a habit?",
    "Why do I give up {activity} after {amount}?",
    "Do you need {thing} {place}?",
)

_FIRST = (
    "Quiet", "Early", "Sofa", "Rainy", "Green", "Slow", "Tall", "Sunny", "Paper", "Wooden",
    "Silver", "Northern",
)  # fmt: skip
_LAST = (
    "Walker", "Cat", "Reader", "Baker", "Rider", "Gardener", "Owl", "Sailor", "Painter",
    "Neighbour",
)  # fmt: skip

_Part = str | tuple[str, ...]


def _parts(pattern: str) -> tuple[_Part, ...]:
    """The pattern split into its fixed text and its slots."""
    parts: list[_Part] = []
    for piece in pattern.split("{"):
        name, brace, rest = piece.partition("}")
        parts += [_SLOTS[name], rest] if brace else [piece]
    return tuple(part for part in parts if part)


_SENTENCE_PARTS = tuple(_parts(sentence) for sentence in _SENTENCES)
_TITLE_PARTS = tuple(_parts(title) for title in _TITLES)


def _fill(parts: tuple[_Part, ...], random: Random) -> str:
    text = "".join([part if isinstance(part, str) else random.choice(part) for part in parts])
    return text[0].upper() + text[1:]


def sentence(random: Random) -> str:
    return _fill(random.choice(_SENTENCE_PARTS), random)


def title(random: Random) -> str:
    return _fill(random.choice(_TITLE_PARTS), random)


def phrase(random: Random) -> str:
    """A few words without a full stop, for links, lists and table cells."""
    return f"{random.choice(_SLOTS['activity'])} {random.choice(_SLOTS['time'])}"


def person(random: Random) -> str:
    return f"{random.choice(_FIRST)} {random.choice(_LAST)}"
