"""A list of pages."""

from collections.abc import Iterable

from ssg.pages.cards import GuideCard, ThreadCard, TopicCard
from ssg.pages.structured_data.vocabulary import CollectionPage, ItemList, ListItem


def make_list_page(
    cards: Iterable[ThreadCard | GuideCard | TopicCard], origin: str
) -> CollectionPage:
    """The page of a short list: only the addresses, to keep it light."""
    items = tuple(
        ListItem(position=position, url=origin + card.url) for position, card in enumerate(cards, 1)
    )
    return CollectionPage(main_entity=ItemList(item_list_element=items) if items else None)
