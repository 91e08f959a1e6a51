"""What the cursor is on depends on the file, and on the part of it."""

from ssg.config import Settings
from ssg.language_server.lines import Spot
from ssg.language_server.places import FieldPlace, LinkPlace, place_at, target_of
from ssg.model.frontmatter import PostMeta, ResourceFileMeta, ThreadMeta

_THREAD = """---
title: T
---

See [a](../guides/x.md#y) ![b](<../media/c d.png>).

[c]: /about/

```yaml
title: no post
```

## Answer

```yaml
by: Ann
```
"""


def _at(path: str, text: str, line: int, character: int) -> FieldPlace | LinkPlace | None:
    return place_at(path, text.split("\n"), Spot(line, character))


def test_fields_belong_to_the_front_matter_to_a_post_or_to_the_file() -> None:
    for path, line, model in (
        ("content/threads/t.md", 1, ThreadMeta),
        ("content/threads/t.md", 15, PostMeta),
        ("content/resources/t.yaml", 1, ResourceFileMeta),
        ("site.yaml", 1, Settings),
    ):
        found = _at(path, _THREAD, line, 2)
        assert isinstance(found, FieldPlace), path
        assert found.model is model
    assert _at("README.md", _THREAD, 1, 2) is None
    assert _at("content/threads/t.md", _THREAD, 13, 0) is None


def test_links_images_and_definitions_are_found_with_their_addresses() -> None:
    link = _at("content/threads/t.md", _THREAD, 4, 15)
    assert isinstance(link, LinkPlace)
    assert (link.address, link.is_image) == ("../guides/x.md#y", False)
    image = _at("content/threads/t.md", _THREAD, 4, 40)
    assert isinstance(image, LinkPlace)
    assert (image.address, image.is_image) == ("../media/c d.png", True)
    definition = _at("content/threads/t.md", _THREAD, 6, 7)
    assert isinstance(definition, LinkPlace)
    assert definition.address == "/about/"
    assert _at("content/threads/t.md", _THREAD, 4, 1) is None


def test_front_matter_that_is_not_closed_goes_on_to_the_end() -> None:
    assert isinstance(_at("content/guides/g.md", "---\ntitle: T\ntop", 2, 3), FieldPlace)


def test_an_address_leads_where_a_build_would_lead_it() -> None:
    assert target_of("content/threads/t.md", "../guides/x.md#y") == "guides/x.md#y"
    assert target_of("content/threads/t.md", "https://example.org/") == ""
