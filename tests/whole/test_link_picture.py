"""The picture of site.yaml, which other sites show beside a link to a page."""

from io import BytesIO
from pathlib import Path

from PIL import Image

from tests.command import ssg
from tests.whole.structured import graph_of

SETTINGS = """\
title: Sore backs
url: https://example.org/health
image: {src: content/media/bench.png, alt: 'Two "people" on a bench'}
languages:
  es: {image: {src: static/banco.webp, alt: Dos personas}}
  pt-BR:
"""


def _write_image(path: Path, width: int = 1200) -> None:
    data = BytesIO()
    Image.new("RGB", (width, 630)).save(data, path.suffix[1:])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.getvalue())


def _write_site(site: Path) -> None:
    _write_image(site / "content/media/bench.png")
    _write_image(site / "content/media/other.png")
    _write_image(site / "static/banco.webp")
    (site / "site.yaml").write_text(SETTINGS)


def _build(site: Path) -> Path:
    done = ssg("--site", site, "build", "--now", "2026-03-01")
    assert done.returncode == 0, done.stderr
    return site / "output"


def test_each_language_has_a_picture(tmp_path: Path) -> None:
    _write_site(tmp_path)
    output = _build(tmp_path)
    own = (
        '<meta property="og:image" content="https://example.org/health/media/bench.png">\n'
        '<meta property="og:image:width" content="1200">\n'
        '<meta property="og:image:height" content="630">\n'
        '<meta property="og:image:alt" content="Two &#34;people&#34; on a bench">\n'
        '<meta name="twitter:card" content="summary_large_image">\n'
    )
    assert own in (output / "index.html").read_text()
    assert own in (output / "pt-br/index.html").read_text()
    spanish = (output / "es/index.html").read_text()
    assert 'content="https://example.org/health/banco.webp"' in spanish
    assert 'content="Dos personas"' in spanish
    assert graph_of(spanish)


def test_it_is_published_though_no_text_shows_it(tmp_path: Path) -> None:
    _write_site(tmp_path)
    output = _build(tmp_path)
    assert (output / "media/bench.png").is_file()
    assert (output / "banco.webp").is_file()
    assert not (output / "media/other.png").exists()


def test_a_picture_of_another_size_changes_the_pages(tmp_path: Path) -> None:
    _write_site(tmp_path)
    _build(tmp_path)
    _write_image(tmp_path / "content/media/bench.png", width=900)
    page = (_build(tmp_path) / "index.html").read_text()
    assert '<meta property="og:image:width" content="900">' in page


def test_without_one_a_link_has_a_summary(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "site.yaml").write_text("title: Sore backs\nurl: https://example.org\n")
    page = (_build(tmp_path) / "index.html").read_text()
    assert "og:image" not in page
    assert '<meta name="twitter:card" content="summary">' in page


def test_a_site_whose_picture_is_missing_is_not_published(tmp_path: Path) -> None:
    _write_site(tmp_path)
    (tmp_path / "content/media/bench.png").unlink()
    done = ssg("--site", tmp_path, "build", "--now", "2026-03-01")
    assert done.returncode == 1
    assert "site.yaml:3:14: error[R08] image content/media/bench.png does not exist" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "output").exists()
