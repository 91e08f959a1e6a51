"""Joins all documents into one site and reports what does not fit together."""

from ssg.resolve.site import resolve

__all__ = ["resolve"]
