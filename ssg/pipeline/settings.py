"""What site.yaml asks for that only another floor can judge."""

from collections.abc import Iterator

from ssg.config import DEFAULT_EXTENSIONS, SettingsFile
from ssg.diagnostics import Diagnostic


def check_extensions(loaded: SettingsFile) -> Iterator[Diagnostic]:
    """S02 for each Markdown extension that cannot be loaded."""
    for index, name in enumerate(loaded.settings.markdown.extensions):
        if name in DEFAULT_EXTENSIONS:
            continue
        from ssg.parse.editors import extension_problem  # noqa: PLC0415 (it loads Markdown)

        if problem := extension_problem(name):
            yield Diagnostic(
                code="S02",
                at=loaded.fields.at(("markdown", "extensions", index)),
                message=f"the Markdown extension '{name}' cannot be loaded: {problem}",
                hint="install the package that it is in, or correct its name",
            )
