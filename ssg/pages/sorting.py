"""The alphabetical order of names in lists and in the index."""

import unicodedata


def sort_name(name: str) -> str:
    """The form by which a name is sorted: without accents and capitals."""
    if name.isascii():
        return name.lower()
    letters = unicodedata.normalize("NFKD", name)
    return "".join(one for one in letters if not unicodedata.combining(one)).casefold()
