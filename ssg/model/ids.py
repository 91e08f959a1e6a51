"""Ids are not strings: each kind of document has a type of its own."""

from typing import NewType

ThreadId = NewType("ThreadId", str)
GuideId = NewType("GuideId", str)
TopicId = NewType("TopicId", str)
ResourceId = NewType("ResourceId", str)
PersonId = NewType("PersonId", str)
PageId = NewType("PageId", str)
