"""The site that the documents of a catalog make, for commands that ask what is on it."""

from ssg.model.site import Site
from ssg.pipeline.catalog import Catalog
from ssg.pipeline.planning import existing_files, failed_files
from ssg.resolve import resolve


def resolve_catalog(catalog: Catalog) -> Site:
    """The site at the time of the catalog's request; it is consistent even if there are errors."""
    site, _ = resolve(
        [one.document for one in catalog.entries if one.document],
        failed=failed_files(catalog.found, catalog.failed),
        files=existing_files(catalog.found),
        settings=catalog.given.settings,
        places=catalog.given.places,
        ledger=catalog.given.ledger,
        time=catalog.request.time,
    )
    return site
