"""The versions of one content in several languages, as search engines want them to be told.

Each of them names all of them, itself included:
https://developers.google.com/search/docs/specialty/international/localized-versions
"""

from collections.abc import Sequence

from ssg.model.record import Record


class Alternate(Record, frozen=True, kw_only=True):
    """`hreflang` is the language of a version, or `x-default` for readers of all others.

    `url` is absolute.
    """

    hreflang: str
    url: str


def make_alternates(versions: Sequence[tuple[str, str]], language: str) -> tuple[Alternate, ...]:
    """From the language and the absolute address of each version; none for a single one.

    The default is the version in the site's `language`, or else the first.
    """
    if len(versions) < 2:
        return ()
    default = dict(versions).get(language, versions[0][1])
    return tuple(
        Alternate(hreflang=lang, url=url) for lang, url in (*versions, ("x-default", default))
    )
