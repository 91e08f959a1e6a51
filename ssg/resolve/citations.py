"""Which threads and guides cite each resource."""

from collections.abc import Mapping

from ssg.model.documents import Guide, Resource, Thread
from ssg.model.ids import GuideId, ResourceId, ThreadId
from ssg.model.site import Citations
from ssg.resolve.resources import normalize_page_url


def find_citations(
    threads: Mapping[ThreadId, Thread],
    guides: Mapping[GuideId, Guide],
    resources: Mapping[ResourceId, Resource],
) -> dict[ResourceId, Citations]:
    """Threads and guides cite a resource in `resources`; guides also by linking to its page."""
    by_thread: dict[ResourceId, dict[ThreadId, None]] = {name: {} for name in resources}
    by_guide: dict[ResourceId, dict[GuideId, None]] = {name: {} for name in resources}
    for thread in threads.values():
        for name in thread.meta.resources:
            if name in by_thread:
                by_thread[name][thread.id] = None
    pages: dict[str, list[ResourceId]] = {}
    for name, resource in resources.items():
        pages.setdefault(normalize_page_url(resource.meta.url), []).append(name)
    for guide in guides.values():
        linked = (
            name
            for link in guide.outside
            if not link.field
            for name in pages.get(normalize_page_url(link.url), ())
        )
        for name in (*guide.meta.resources, *linked):
            if name in by_guide:
                by_guide[name][guide.id] = None
    return {
        name: Citations(threads=tuple(by_thread[name]), guides=tuple(by_guide[name]))
        for name in resources
    }
