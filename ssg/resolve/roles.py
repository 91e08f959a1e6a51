"""Whether those who speak with authority have it."""

from collections.abc import Iterator

from ssg.diagnostics import Diagnostic
from ssg.model.documents import Reference, Thread
from ssg.model.frontmatter import Role
from ssg.model.kinds import Kind
from ssg.resolve.diagnostics import mistake
from ssg.resolve.index import Catalogue


def check_speakers(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """P09 for a post under a health professional's label by a person who is lay."""
    for thread in catalogue.threads.values():
        for post in thread.posts:
            if post.meta.role is not Role.CLINICIAN or post.meta.person is None:
                continue
            person = catalogue.people.get(post.meta.person)
            named = _reference(thread, post.meta.person, post.line)
            if person and person.lay and named:
                message = f"'{person.id}' is lay and cannot speak as a clinician"
                hint = "take 'role' out of the post, or 'lay' out of the person's file"
                yield mistake("P09", thread.path, named, message, hint)


def _reference(thread: Thread, name: str, line: int) -> Reference | None:
    """Where the post that starts at `line` names the person."""
    return next(
        (
            reference
            for reference in thread.references
            if reference.kind is Kind.PERSON and reference.id == name and reference.line > line
        ),
        None,
    )
