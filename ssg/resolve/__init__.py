"""Joins all documents into one site and reports what does not fit together."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ssg.resolve.site import resolve

__all__ = ["resolve"]


def __getattr__(name: str) -> Any:
    """Loads all of the stage when it is asked for: some need only the states of documents."""
    if name == "resolve":
        from ssg.resolve.site import resolve  # noqa: PLC0415

        return resolve
    raise AttributeError(name)
