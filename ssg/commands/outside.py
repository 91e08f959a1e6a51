"""Which addresses on other sites a site gives its readers, for the commands about them."""

from ssg.pipeline.catalog import Catalog
from ssg.resolve.outside import OutsideCitation, find_outside_links


def outside_links_of(catalog: Catalog) -> tuple[OutsideCitation, ...]:
    """Those of the site in `catalog` that readers see."""
    given = catalog.given
    visible = [
        one.document for one in catalog.entries if one.document and catalog.clock.shows(one.state)
    ]
    return find_outside_links(visible, given.settings, given.places)
