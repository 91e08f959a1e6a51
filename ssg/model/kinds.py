"""The kinds of documents."""

from enum import StrEnum


class Kind(StrEnum):
    """The kinds of documents; each value is also its folder in content/."""

    THREAD = "threads"
    GUIDE = "guides"
    TOPIC = "topics"
    PAGE = "pages"
    RESOURCE = "resources"
    PERSON = "people"
