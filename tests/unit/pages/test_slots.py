from ssg.model.fragments import Fragment, Slot, SlotKind
from ssg.pages.slots import fill_slots


def _link(target: str, attributes: str = "") -> Fragment:
    return Fragment(
        html=("<p>See ", "the guide", "</p>"),
        slots=(
            Slot(kind=SlotKind.LINK, target=target, attributes=attributes),
            Slot(kind=SlotKind.LINK_END),
        ),
    )


def _filled(fragment: Fragment, url: str = "", *, canonical: str = "") -> str:
    target = fragment.slots[0].target
    return str(fill_slots(fragment, {target: url}, {"tip": "Tips & <more>"}, canonical=canonical))


def test_a_link_gets_its_address_and_keeps_its_attributes() -> None:
    filled = _filled(_link("x.md", ' title="A &amp; B"'), '/g/?a=1&b="2"')
    assert filled == (
        '<p>See <a href="/g/?a=1&amp;b=&#34;2&#34;" title="A &amp; B">the guide</a></p>'
    )


def test_a_link_back_from_a_footnote_has_a_name_in_the_language_of_the_page() -> None:
    slots = (
        Slot(kind=SlotKind.BACKLINK, target="#fn-ref-1", attributes=' class="b"'),
        Slot(kind=SlotKind.LINK_END),
    )
    filled = fill_slots(
        Fragment(html=("", "↩", ""), slots=slots), {}, {"backlink": ' aria-label="Al texto"'}
    )
    assert filled == '<a href="#fn-ref-1" class="b" aria-label="Al texto">↩</a>'


def test_a_link_without_an_address_becomes_plain_text() -> None:
    assert _filled(_link("x.md")) == "<p>See the guide</p>"
    assert str(fill_slots(_link("x.md"), {}, {})) == "<p>See the guide</p>"


def test_only_the_end_of_a_link_without_an_address_vanishes() -> None:
    two = Fragment(
        html=("", "one", " ", "two", ""),
        slots=(
            Slot(kind=SlotKind.LINK, target="a"),
            Slot(kind=SlotKind.LINK_END),
            Slot(kind=SlotKind.LINK, target="b"),
            Slot(kind=SlotKind.LINK_END),
        ),
    )
    assert str(fill_slots(two, {"a": "", "b": "/b/"}, {})) == 'one <a href="/b/">two</a>'


def test_an_anchor_of_the_same_page_stays_as_it_is() -> None:
    assert _filled(_link("#exercises")) == '<p>See <a href="#exercises">the guide</a></p>'


def test_an_image_gets_its_address_or_is_left_out() -> None:
    fragment = Fragment(
        html=("<p>", "</p>"),
        slots=(Slot(kind=SlotKind.IMAGE, target="media/a.png", attributes=' alt="A"'),),
    )
    assert _filled(fragment, "/media/a.png") == '<p><img src="/media/a.png" alt="A"></p>'
    assert _filled(fragment) == "<p></p>"


def test_an_alert_gets_its_title_in_the_pages_language() -> None:
    slot = Slot(kind=SlotKind.ALERT_TITLE, target="tip")
    assert _filled(Fragment(html=("<b>", "</b>"), slots=(slot,))) == (
        "<b>Tips &amp; &lt;more&gt;</b>"
    )


def test_in_a_feed_all_addresses_are_absolute() -> None:
    canonical = "https://example.org/health/threads/x/"
    assert 'href="https://example.org/health/guides/y/"' in _filled(
        _link("y.md"), "/health/guides/y/", canonical=canonical
    )
    assert f'href="{canonical}#a-1"' in _filled(_link("#a-1"), canonical=canonical)
    assert _filled(_link("y.md"), canonical=canonical) == "<p>See the guide</p>"
