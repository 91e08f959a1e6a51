"""The types of schema.org that pages use, with those properties that they fill.

A property that is empty is left out. Properties are in the order of their fields, those of the
wider type first. What each means: https://schema.org/docs/full.html
"""

from msgspec import Struct, field


class Node(
    Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    rename="camel",
    tag_field="@type",
    tag=True,
):
    """Its `@type` is the name of its class."""

    id: str = field(default="", name="@id")


class Reference(Struct, frozen=True):
    """A node that is elsewhere in the graph, or on another page of the site."""

    id: str = field(name="@id")


class Thing(Node, frozen=True, kw_only=True):
    name: str = ""
    url: str = ""
    description: str = ""


class Person(Thing, frozen=True, kw_only=True):
    job_title: str = ""
    honorific_suffix: str = ""


class Organization(Thing, frozen=True, kw_only=True):
    pass


class Patient(Node, frozen=True, kw_only=True):
    """Of an audience: whoever has the condition."""


class CreativeWork(Thing, frozen=True, kw_only=True):
    """Dates are ISO 8601, languages BCP 47."""

    in_language: str = ""
    date_published: str = ""
    date_modified: str = ""
    publisher: Organization | Reference | None = None


class WebSite(CreativeWork, frozen=True, kw_only=True):
    pass


class Comment(CreativeWork, frozen=True, kw_only=True):
    author: Person
    text: str
    upvote_count: int = 0
    comment: tuple["Comment", ...] = ()


class Answer(Comment, frozen=True, kw_only=True):
    pass


class Question(Comment, frozen=True, kw_only=True):
    answer_count: int
    accepted_answer: Answer | None = None
    suggested_answer: tuple[Answer, ...] = ()


class MedicalCode(Node, frozen=True, kw_only=True):
    code_value: str
    coding_system: str


class MedicalCondition(Thing, frozen=True, kw_only=True):
    alternate_name: tuple[str, ...] = ()
    code: tuple[MedicalCode, ...] = ()


class ListItem(Node, frozen=True, kw_only=True):
    position: int
    name: str = ""
    url: str = ""
    item: str = ""


class ItemList(Node, frozen=True, kw_only=True):
    item_list_element: tuple[ListItem, ...]


class BreadcrumbList(ItemList, frozen=True, kw_only=True):
    pass


class WebPage(CreativeWork, frozen=True, kw_only=True):
    is_part_of: Reference | None = None
    breadcrumb: Reference | None = None
    last_reviewed: str = ""
    reviewed_by: Person | None = None
    about: MedicalCondition | CreativeWork | None = None
    main_entity: Question | ItemList | None = None


class AboutPage(WebPage, frozen=True, kw_only=True):
    pass


class CollectionPage(WebPage, frozen=True, kw_only=True):
    pass


class QAPage(WebPage, frozen=True, kw_only=True):
    pass


class MedicalWebPage(WebPage, frozen=True, kw_only=True):
    specialty: str = ""
    """The address of a member of https://schema.org/MedicalSpecialty."""
    audience: Patient | None = None
    citation: tuple[CreativeWork, ...] = ()
