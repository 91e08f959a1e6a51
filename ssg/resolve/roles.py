"""Checks that posts by clinicians are by people who may have that role."""

from collections.abc import Iterator

from ssg.diagnostics import Diagnostic
from ssg.model.documents import Reference, Thread
from ssg.model.frontmatter import Role
from ssg.model.kinds import Kind
from ssg.resolve.diagnostics import diagnostic_at
from ssg.resolve.index import DocumentIndex


def check_roles(index: DocumentIndex) -> Iterator[Diagnostic]:
    """P09 for each post with the role of a clinician by a lay person."""
    for thread in index.threads.values():
        for post in thread.posts:
            if post.meta.person is None or post.meta.role is not Role.CLINICIAN:
                continue
            person = index.people.get(post.meta.person)
            reference = _find_reference(thread, post.meta.person, post.line)
            if person and person.lay and reference:
                message = f"'{person.id}' is a lay person and cannot post as a clinician"
                hint = "remove `role` from the post, or `lay` from the person's file"
                yield diagnostic_at("P09", thread.path, reference, message, hint)


def _find_reference(thread: Thread, person: str, line: int) -> Reference | None:
    """Where the post that starts at `line` names the person."""
    return next(
        (
            reference
            for reference in thread.references
            if reference.kind is Kind.PERSON and reference.id == person and reference.line > line
        ),
        None,
    )
