from markupsafe import Markup

from ssg.model.fragments import Fragment, Slot, SlotKind
from ssg.model.media import LinkedFile, Medium, Picture, PictureSource
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
    guide = "https://example.org/health/guides/y/"
    assert f'href="{guide}"' in _filled(_link("y.md"), guide, canonical=canonical)
    assert f'href="{canonical}#a-1"' in _filled(_link("#a-1"), canonical=canonical)
    assert _filled(_link("y.md"), canonical=canonical) == "<p>See the guide</p>"


def _picture(*, attributes: str = ' alt="A"') -> Fragment:
    slot = Slot(kind=SlotKind.IMAGE, target="media/a.png", attributes=attributes)
    return Fragment(html=("<p>", "</p>"), slots=(slot,))


PICTURE = Picture(
    width=1600,
    height=900,
    sources=(
        PictureSource(type="image/avif", srcset="/media/a-480.avif 480w, /media/a-960.avif 960w"),
        PictureSource(type="image/webp", srcset="/media/a-480.webp 480w"),
    ),
)


def _shown(fragment: Fragment, medium: Medium, *, canonical: str = "") -> str:
    return str(
        fill_slots(
            fragment,
            {"media/a.png": "/media/a.png"},
            {},
            media={"media/a.png": medium},
            file_label=lambda file: Markup(f"<i>({file.kind}, {file.size})</i>"),
            canonical=canonical,
        )
    )


def test_an_image_gets_its_size_and_its_variants() -> None:
    sizes = 'sizes="(min-width: 660px) 660px, 100vw"'
    assert _shown(_picture(), PICTURE) == (
        '<p><picture><source type="image/avif"'
        f' srcset="/media/a-480.avif 480w, /media/a-960.avif 960w" {sizes}>'
        f'<source type="image/webp" srcset="/media/a-480.webp 480w" {sizes}>'
        '<img src="/media/a.png" width="1600" height="900" alt="A"></picture></p>'
    )


def test_an_image_is_never_shown_wider_than_it_is() -> None:
    small = Picture(width=300, height=200, sources=PICTURE.sources)
    assert 'sizes="(min-width: 300px) 300px, 100vw"' in _shown(_picture(), small)


def test_an_image_without_variants_gets_its_size_alone() -> None:
    plain = Picture(width=300, height=200)
    assert _shown(_picture(), plain) == (
        '<p><img src="/media/a.png" width="300" height="200" alt="A"></p>'
    )


def test_the_size_that_an_author_gave_counts() -> None:
    given = _picture(attributes=' alt="A" width="200"')
    assert _shown(given, Picture(width=300, height=200)) == (
        '<p><img src="/media/a.png" alt="A" width="200"></p>'
    )


def test_an_image_in_a_feed_has_its_size_and_no_variants() -> None:
    filled = _shown(_picture(), PICTURE, canonical="https://example.org/threads/x/")
    assert filled == '<p><img src="/media/a.png" width="1600" height="900" alt="A"></p>'


def test_a_link_to_a_file_says_what_it_is() -> None:
    file = LinkedFile(kind="PDF", size=1_200_000)
    assert _shown(_link("media/a.png"), file) == (
        '<p>See <a href="/media/a.png">the guide <i>(PDF, 1200000)</i></a></p>'
    )


def test_a_link_to_an_image_says_no_more_than_its_text() -> None:
    assert _shown(_link("media/a.png"), PICTURE) == (
        '<p>See <a href="/media/a.png">the guide</a></p>'
    )
