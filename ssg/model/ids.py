"""A separate id type for each kind of document."""

from typing import NewType

ThreadId = NewType("ThreadId", str)
GuideId = NewType("GuideId", str)
TopicId = NewType("TopicId", str)
ResourceId = NewType("ResourceId", str)
PersonId = NewType("PersonId", str)
PageId = NewType("PageId", str)
