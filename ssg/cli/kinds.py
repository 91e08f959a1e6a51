"""The words for kinds of content on the command line."""

from collections.abc import Sequence

import click
from click.shell_completion import CompletionItem

from ssg.model.kinds import Kind


class KindWord(click.ParamType):  # type: ignore[type-arg]
    """A kind, as one (`thread`) or as its folder (`threads`)."""

    name = "kind"

    def convert(
        self, value: str | Kind, param: click.Parameter | None, ctx: click.Context | None
    ) -> Kind:
        for kind in Kind:
            if value in (kind.value, kind.singular):
                return kind
        return self.fail(f"'{value}' is not one of: {', '.join(Kind)}", param, ctx)

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 (click's signature)
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        return begin_with(incomplete, list(Kind))


def begin_with(start: str, words: Sequence[str]) -> list[CompletionItem]:
    return [CompletionItem(word) for word in words if word.startswith(start)]
