"""How to mend what each code reports, with an example. `ssg explain CODE` shows it."""

from ssg.remedies import fields, files, posts, references, warnings
from ssg.remedies.remedy import Remedy

REMEDIES: dict[str, Remedy] = {
    **fields.REMEDIES,
    **posts.REMEDIES,
    **references.REMEDIES,
    **files.REMEDIES,
    **warnings.REMEDIES,
}

__all__ = ["REMEDIES", "Remedy"]
