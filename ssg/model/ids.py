"""A separate id type for each kind of document."""

from collections.abc import Mapping
from typing import NewType

from ssg.model.kinds import Kind

ThreadId = NewType("ThreadId", str)
GuideId = NewType("GuideId", str)
TopicId = NewType("TopicId", str)
ResourceId = NewType("ResourceId", str)
PersonId = NewType("PersonId", str)
PageId = NewType("PageId", str)

KINDS_OF_IDS: Mapping[object, Kind] = {
    ThreadId: Kind.THREAD,
    GuideId: Kind.GUIDE,
    TopicId: Kind.TOPIC,
    PageId: Kind.PAGE,
    ResourceId: Kind.RESOURCE,
    PersonId: Kind.PERSON,
}
"""By the type of an id: the kind of what has it."""
