import pytest

from ssg.parse.html.ids import make_ids_unique


@pytest.mark.parametrize(
    ("html", "unique", "ids"),
    [
        ("<p>a</p>", "<p>a</p>", ()),
        ('<p id="a">b</p><p id="a">c</p>', '<p id="a">b</p><p>c</p>', ("a",)),
        ('<h2 id="a">b</h2>', '<h2 id="a">b</h2>', ()),
        ('<p id="">b</p><p id="c d">e</p>', "<p>b</p><p>e</p>", ()),
        ('<a name="a">b</a>', '<a id="a">b</a>', ("a",)),
        ('<p>say id="a"</p>', '<p>say id="a"</p>', ()),
        ('<br id="a" /><img id="b" src="c">', '<br id="a" /><img id="b" src="c">', ("a", "b")),
    ],
)
def test_each_id_stands_once(html: str, unique: str, ids: tuple[str, ...]) -> None:
    assert make_ids_unique(html) == (unique, ids)
