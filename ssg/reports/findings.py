"""What a report is made of."""

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from ssg.diagnostics import Diagnostic, Severity
from ssg.digest import digest_of_parts
from ssg.pipeline.verdict import Cleared, SourceLines, place_of

_FINGERPRINT_LENGTH = 32


class Findings(Struct, frozen=True, kw_only=True):
    """The diagnostics that count and those that were cleared, in order, of the files of a site.

    `folder` is where the site is in its repository: empty, or such as `docs/`. If `is_strict`,
    warnings fail a check, too.
    """

    diagnostics: tuple[Diagnostic, ...]
    cleared: tuple[Cleared, ...] = ()
    lines: SourceLines
    folder: str = ""
    is_strict: bool = False

    def count(self, severity: Severity) -> int:
        return sum(one.severity is severity for one in self.diagnostics)

    def path_of(self, diagnostic: Diagnostic) -> str:
        """The path of its file in the repository."""
        return to_text(f"{self.folder}{diagnostic.at.path}")

    def with_fingerprints(
        self, diagnostics: Iterable[Diagnostic]
    ) -> Iterator[tuple[Diagnostic, str]]:
        """Each with a text that stays the same while its line moves up or down in the file."""
        seen: Counter[str] = Counter()
        for one in diagnostics:
            place = digest_of_parts(
                one.code, to_text(one.at.path), one.message, place_of(one, self.lines)
            )
            seen[place] += 1
            yield one, digest_of_parts(place, str(seen[place]))[:_FINGERPRINT_LENGTH]


def to_text(text: str) -> str:
    """`text` as it can be encoded: half of a surrogate pair cannot."""
    return text.encode(errors="replace").decode()


def describe(diagnostic: Diagnostic) -> str:
    """The message and the hint, as sentences of their own lines."""
    return "\n".join(filter(None, (diagnostic.message, diagnostic.hint)))
