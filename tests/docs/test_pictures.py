"""Every picture in the docs is taken by docs/picture.py, and shown to somebody."""

from docs.picture import IMAGES, PICTURES
from tests.docs.blocks import pages

FILES = {file.name for file in IMAGES.iterdir()}


def test_every_picture_is_taken_by_the_script() -> None:
    assert {f"{one.name}.png" for one in PICTURES} == FILES


def test_every_picture_is_shown_on_a_page() -> None:
    texts = "".join(pages().values())
    assert [name for name in sorted(FILES) if f"images/{name})" not in texts] == []
