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

    @property
    def singular(self) -> str:
        """The word for one of them."""
        return "person" if self is Kind.PERSON else self.value.removesuffix("s")

    @property
    def is_data(self) -> bool:
        """Whether its files are YAML as a whole, without a text."""
        return self in (Kind.RESOURCE, Kind.PERSON)

    @property
    def extension(self) -> str:
        return ".yaml" if self.is_data else ".md"
