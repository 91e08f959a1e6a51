"""The journal: the steps of a publish that has begun to change the output folder.

It is written ahead of the first change. While it exists, the output folder may hold a mix of the
old and the new site, and the only safe thing to do is to apply the steps.
"""

from pathlib import Path

import msgspec

from ssg.files import STATE_LIMIT, read_file
from ssg.publish.disk import write_durably
from ssg.publish.errors import PublishError, reason_of
from ssg.publish.manifest import check_path
from ssg.publish.steps import Steps


def write_journal(file: Path, steps: Steps) -> None:
    write_durably(file, msgspec.json.encode(steps))


def read_journal(file: Path) -> Steps | None:
    """None if no publish was interrupted. Raises PublishError if the journal is corrupt."""
    try:
        steps = msgspec.json.decode(read_file(file, limit=STATE_LIMIT), type=Steps)
        for path in (*steps.clear, *steps.replace, *(orphan.path for orphan in steps.orphans)):
            check_path(path)
    except FileNotFoundError:
        return None
    except (ValueError, OSError) as error:
        reason = reason_of(error)
        raise PublishError(
            f"the last build was interrupted, and its journal {file} cannot be read: {reason}",
            "delete that file, then build again",
        ) from error
    return steps
