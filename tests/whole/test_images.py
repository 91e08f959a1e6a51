"""Images on their way from content/media to the published folder."""

import re
import shutil
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.command import ssg, tree
from tests.incremental.samples import NOW, SmallSite
from tests.pictures import (
    PLACE,
    make_animation,
    make_image,
    make_mpo,
    make_photo,
    make_png,
    with_place,
)

PAGE = "threads/q7/index.html"
THREAD = """---
title: How do I stretch?
asked: 2026-01-07
topics: [back]
---

Like this? ![A stretch](../media/{name})

## Answer

```yaml
by: Ann
posted: 2026-02-07
```

Yes, see [the leaflet](../media/leaflet.pdf#page=2) and [the table](/table.csv).
"""


@pytest.fixture
def small(tmp_path: Path) -> SmallSite:
    return SmallSite(tmp_path / "site", tmp_path / "output")


def show(small: SmallSite, name: str, data: bytes, *, status: str = "published") -> None:
    """Puts an image into the site, with two other files, and a thread that shows all three."""
    (small.folder / "content/media" / name).write_bytes(data)
    (small.folder / "content/media/leaflet.pdf").write_bytes(b"%PDF" + bytes(1_234_000))
    small.write("static/table.csv", "a,b\n")
    text = THREAD.format(name=name)
    small.write("content/threads/q7.md", text.replace("topics:", f"status: {status}\ntopics:"))


def images(small: SmallSite) -> dict[str, bytes]:
    return {
        name.removeprefix("media/"): data
        for name, data in tree(small.output).items()
        if name.startswith("media/") and not name.endswith((".pdf", ".svg"))
    }


def made_files(small: SmallSite) -> dict[str, int]:
    """What is kept of images, and when it was written."""
    folder = small.folder / ".ssg/media"
    files = folder.iterdir() if folder.exists() else ()
    return {file.name: file.stat().st_mtime_ns for file in files}


PHOTO = make_photo("JPEG", 1000, 600, quality=95)


def test_a_photo_is_published_with_its_size_and_smaller_versions(small: SmallSite) -> None:
    show(small, "stretch.jpg", PHOTO)
    small.build()
    html = tree(small.output)[PAGE].decode()
    shown = re.search(r"<picture>.*?</picture>", html)
    assert shown
    assert (
        'src="/media/stretch.jpg" width="1000" height="600" alt="A stretch"'
        ' loading="lazy" decoding="async"'
    ) in shown[0]
    addresses = re.findall(r"/media/(\S+) (\d+)w", shown[0])
    assert {width for _, width in addresses} == {"480", "1000"}
    published = images(small)
    assert {name for name, _ in addresses} == published.keys() - {"stretch.jpg"}
    for name, width in addresses:
        assert re.fullmatch(r"stretch\.[0-9a-f]{12}-\d+\.(avif|webp)", name)
        assert Image.open(BytesIO(published[name])).width == int(width)


def test_a_feed_shows_the_plain_image_at_its_whole_address(small: SmallSite) -> None:
    show(small, "stretch.jpg", PHOTO)
    small.build()
    feed = unescape(tree(small.output)["feed.xml"].decode())
    address = "https://small.example.org/media/stretch.jpg"
    assert f'<img src="{address}" width="1000" height="600" alt="A stretch"' in feed
    assert "<picture" not in feed


def test_links_to_files_say_what_they_are(small: SmallSite) -> None:
    show(small, "stretch.png", make_png())
    small.build()
    html = tree(small.output)[PAGE].decode()
    assert 'the leaflet <span class="ssg-file">(PDF, 1.2 MB)</span></a>' in html
    assert '<a href="/table.csv">the table <span class="ssg-file">(CSV, 1' in html
    assert tree(small.output)["media/leaflet.pdf"].startswith(b"%PDF")


def test_a_build_of_nothing_new_makes_no_image_again(small: SmallSite) -> None:
    show(small, "stretch.jpg", PHOTO)
    small.build()
    before, made = images(small), made_files(small)
    assert len(made) > 2
    small.edit("content/threads/q1.md", "answer 1", "answer 9")
    small.build()
    small.write("content/threads/q8.md", THREAD.format(name="stretch.jpg"))
    small.build()
    shutil.rmtree(small.output)
    small.build()
    assert images(small) == before
    assert {**made_files(small), "index": 0} == {**made, "index": 0}


def test_two_clean_builds_give_the_same_bytes(small: SmallSite, tmp_path: Path) -> None:
    show(small, "stretch.jpg", PHOTO)
    show(small, "drawing.png", make_photo("PNG", 500, 300))
    small.write("content/threads/q8.md", THREAD.format(name="stretch.jpg"))
    small.build()
    assert small.clean(tmp_path) == tree(small.output)


def test_what_was_made_is_made_again_where_it_is_lost_or_damaged(small: SmallSite) -> None:
    show(small, "stretch.jpg", PHOTO)
    small.build()
    before = tree(small.output)
    for is_lost in (True, False):
        for file in (small.folder / ".ssg/media").iterdir():
            file.write_bytes(b"damaged")
            if is_lost:
                file.unlink()
        shutil.rmtree(small.output)
        small.build()
        assert tree(small.output) == before


def test_without_variants_sizes_and_cleaning_stay(small: SmallSite) -> None:
    show(small, "stretch.jpg", with_place("JPEG"))
    small.edit("site.yaml", "page_size", "image_variants: false\npage_size")
    small.build()
    assert images(small).keys() == {"stretch.jpg"}
    assert PLACE not in images(small)["stretch.jpg"]
    html = tree(small.output)[PAGE].decode()
    assert '<img src="/media/stretch.jpg" width="60" height="40"' in html
    assert "<picture>" not in html


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_the_place_of_a_photo_is_in_no_file_of_the_output(small: SmallSite, kind: str) -> None:
    show(small, f"stretch.{kind.lower()}", with_place(kind))
    done = small.build()
    assert f"content/media/stretch.{kind.lower()}: warning[W32]" in done.said
    for folder in (small.output, small.folder / ".ssg"):
        everything = b"".join(one.read_bytes() for one in folder.rglob("*") if one.is_file())
        assert PLACE not in everything
        assert b"quixotic" not in everything
        assert b"zephyr" not in everything


def test_a_photo_with_a_second_picture_is_published_as_its_first(small: SmallSite) -> None:
    show(small, "stretch.jpg", make_mpo())
    done = small.build()
    assert "content/media/stretch.jpg" not in done.said
    published = images(small)["stretch.jpg"]
    assert Image.open(BytesIO(published)).format == "JPEG"
    assert published.count(b"\xff\xd8\xff") == 1


def test_an_image_that_moves_goes_on_moving(small: SmallSite) -> None:
    show(small, "stretch.gif", make_animation("GIF", size=(500, 300)))
    small.build()
    (published,) = images(small).values()
    assert getattr(Image.open(BytesIO(published)), "n_frames", 1) == 3


def test_the_image_of_a_draft_is_nowhere(small: SmallSite) -> None:
    show(small, "stretch.jpg", PHOTO, status="draft")
    small.build()
    assert images(small) == {}
    assert made_files(small).keys() <= {"index"}


def test_nothing_is_left_of_an_image_that_is_withdrawn(small: SmallSite) -> None:
    show(small, "stretch.jpg", PHOTO)
    small.build()
    assert made_files(small)
    small.edit("content/threads/q7.md", "status: published", "status: withdrawn")
    small.build()
    assert images(small) == {}
    assert made_files(small).keys() <= {"index"}
    (small.folder / "content/media/stretch.jpg").unlink()
    (small.folder / "content/media/drawing.svg").unlink()
    small.build()
    assert not (small.folder / ".ssg/media").exists()


def test_an_image_that_changes_has_other_addresses_on_its_page(small: SmallSite) -> None:
    show(small, "stretch.jpg", PHOTO)
    small.build()
    before = images(small)
    show(small, "stretch.jpg", make_photo("JPEG", 800, 600, quality=95))
    small.build()
    assert images(small).keys() & before.keys() == {"stretch.jpg"}
    assert 'width="800" height="600"' in tree(small.output)[PAGE].decode()


def test_the_addresses_of_variants_depend_on_no_limit(small: SmallSite) -> None:
    show(small, "stretch.jpg", PHOTO)
    small.build()
    before = images(small)
    small.edit("site.yaml", "file_seconds: 10000", "file_seconds: 9999")
    small.build()
    assert images(small) == before


def test_two_images_of_the_same_bytes_are_both_published(small: SmallSite) -> None:
    show(small, "stretch.jpg", PHOTO)
    small.write("content/threads/q8.md", THREAD.format(name="again.jpg"))
    (small.folder / "content/media/again.jpg").write_bytes(PHOTO)
    small.build()
    names = sorted(name.partition(".")[0] for name in images(small))
    assert names.count("again") == names.count("stretch") > 1


def test_a_file_that_has_the_name_of_a_variant_stays_what_it_is(small: SmallSite) -> None:
    show(small, "stretch.jpg", PHOTO)
    small.build()
    name = next(name for name in images(small) if name.endswith("webp"))
    (small.folder / "content/media" / name).write_bytes(make_image("WEBP"))
    small.edit("content/threads/q7.md", "Like this?", f"Like ![this](../media/{name})?")
    small.build()
    assert Image.open(BytesIO(images(small)[name])).size == (4, 3)
    assert "<picture>" not in tree(small.output)[PAGE].decode()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("stretch.jpg", PHOTO[: len(PHOTO) // 2], "T12"),
        ("stretch.png", b"GIF89a", "T12"),
        ("stretch.png", make_image("ICO", 32, 32), "T12"),
        ("stretch.svg", b"<html/>", "T12"),
        ("stretch.svg", make_png(), "T12"),
        ("stretch.svg", b" " * (2**21 + 1), "T07"),
    ],
)
def test_what_cannot_be_shown_is_an_error_at_its_file(
    small: SmallSite, name: str, data: bytes, code: str
) -> None:
    show(small, name, data)
    done = ssg("--site", small.folder, "build", "--output", small.output, "--now", NOW)
    assert done.returncode == 1
    assert f"content/media/{name}: error[{code}]" in done.stderr
    assert "Traceback" not in done.stderr


def test_all_images_are_checked_at_once_also_those_that_no_page_shows(small: SmallSite) -> None:
    broken = {"a.jpg": PHOTO[:900], "b.gif": make_animation("GIF")[:-9], "c.svg": b"<svg>"}
    for name, data in broken.items():
        (small.folder / "content/media" / name).write_bytes(data)
    (small.folder / "content/media/d.avif").write_bytes(with_place("AVIF", orientation=6))
    done = ssg("--site", small.folder, "check", "--now", NOW)
    for name in broken:
        assert f"content/media/{name}: error[T12]" in done.stderr
    assert "freed" not in done.stderr
    assert "content/media/d.avif: warning[W32]" in done.stderr


def test_a_drawing_is_published_without_its_script(small: SmallSite) -> None:
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200" onload="alert(1)">'
        b"<script>alert(2)</script><rect width='9' height='9'/></svg>"
    )
    show(small, "stretch.svg", drawing)
    done = small.build()
    assert "content/media/stretch.svg: warning[W34]" in done.said
    published = tree(small.output)["media/stretch.svg"]
    assert b"<rect" in published
    assert b"alert" not in published
    assert 'width="300" height="200"' in tree(small.output)[PAGE].decode()
