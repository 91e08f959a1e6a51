import pytest

from ssg.plugins.api import Fields, Place, Text


@pytest.mark.parametrize(
    ("offset", "place"),
    [(0, Place(7, 1)), (2, Place(7, 3)), (3, Place(8, 1)), (5, Place(8, 3)), (6, Place(9, 1))],
)
def test_a_character_of_a_text_has_its_place_in_the_file(offset: int, place: Place) -> None:
    assert Text(role="body", markdown="é😀\nab\n", first_line=7).find(offset) == place


def test_fields_are_a_mapping_that_nobody_can_change() -> None:
    fields = Fields({"title": "Naps"})
    assert (fields["title"], fields.get("by"), list(fields), len(fields)) == (
        "Naps", None, ["title"], 1,
    )  # fmt: skip
    assert fields.find("title") == Place(1, 1)
    with pytest.raises(TypeError, match="does not support item assignment"):
        fields["title"] = "Mine"  # type: ignore[index]
