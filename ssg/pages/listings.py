"""The views of pages that list what others hold."""

from ssg.pages.inputs import (
    AToZInputs,
    HomeInputs,
    ResourceInputs,
    ResourcesInputs,
    ThreadsInputs,
)
from ssg.pages.materials import Materials
from ssg.pages.names import by_publisher, index_of
from ssg.pages.views import AToZView, HomeView, ResourcesView, ResourceView, ThreadsView


def home_view(inputs: HomeInputs, materials: Materials) -> HomeView:
    settings = materials.settings
    return HomeView(
        head=materials.head(inputs.frame, title=settings.title, description=settings.description),
        topics=inputs.topics,
        threads=inputs.threads,
        guides=inputs.guides,
    )


def threads_view(inputs: ThreadsInputs, materials: Materials) -> ThreadsView:
    return ThreadsView(
        head=materials.head(inputs.frame), threads=inputs.threads, pager=inputs.pager
    )


def a_to_z_view(inputs: AToZInputs, materials: Materials) -> AToZView:
    return AToZView(
        head=materials.head(inputs.frame), letters=index_of(inputs.guides, inputs.topics)
    )


def resources_view(inputs: ResourcesInputs, materials: Materials) -> ResourcesView:
    return ResourcesView(
        head=materials.head(inputs.frame), publishers=by_publisher(inputs.resources)
    )


def resource_view(inputs: ResourceInputs, materials: Materials) -> ResourceView:
    resource = inputs.resource
    return ResourceView(
        head=materials.head(inputs.frame, title=resource.title, description=resource.description),
        resource=resource,
        topics=inputs.topics,
        guides=inputs.guides,
        threads=inputs.threads,
    )
