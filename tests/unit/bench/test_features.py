import gzip
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PIL import Image

import bench.compress
from bench.corpus import Corpus
from bench.features import make_features
from bench.generators import Generator
from bench.generators.hugo import Hugo
from bench.generators.ssg import FEATURES, Ssg
from bench.tools import Tools
from bench.workspace import CorpusWorkspace

TOOLS = cast(Tools, SimpleNamespace(hugo=Path("/bin/hugo")))


def settings(generator: Generator, folder: Path) -> str:
    folder.mkdir()
    generator.write(Corpus(size=300), folder)
    return (folder / "site.yaml").read_text()


def test_features_are_off_but_the_one_that_is_measured(tmp_path: Path) -> None:
    plain = settings(Ssg(), tmp_path / "plain")
    assert all(f"{name}: false\n" in plain for name in FEATURES)
    ours = {
        feature.entrants[0].name: settings(feature.entrants[0], tmp_path / str(number))
        for number, feature in enumerate(make_features(TOOLS, ["hugo"]))
    }
    assert len(ours) == len(FEATURES)
    assert all(text.count(": true\n") == 1 for text in ours.values())
    assert "search: true\n" in ours["ssg-search"]


def test_without_hugo_ssg_is_measured_alone() -> None:
    assert all(len(feature.entrants) == 1 for feature in make_features(TOOLS, ["pelican"]))


def test_what_follows_a_build_is_part_of_its_command(tmp_path: Path) -> None:
    program = tmp_path / "hugo"
    program.write_text('#!/bin/sh\necho "built $5"\n')
    program.chmod(0o755)
    tools: Any = SimpleNamespace(hugo=program)
    command = Hugo(tools, then=("echo", "then this")).command(tmp_path)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "built output\nthen this\n"


def test_a_site_is_compressed_for_hosts(tmp_path: Path) -> None:
    page = "<p>Walk.</p>" * 100
    (tmp_path / "index.html").write_text(page)
    (tmp_path / "picture.jpg").write_bytes(b"\xff\xd8")
    subprocess.run([sys.executable, bench.compress.__file__, tmp_path], check=True)
    assert gzip.decompress((tmp_path / "index.html.gz").read_bytes()).decode() == page
    # It has no types.
    brotli = import_module("brotli")
    assert brotli.decompress((tmp_path / "index.html.br").read_bytes()).decode() == page
    assert len(list(tmp_path.iterdir())) == 4


def test_some_guides_show_photographs_of_their_own(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("bench.corpus._GUIDES", 3)
    monkeypatch.setattr("bench.corpus._PHOTOGRAPHS", 2)
    corpus = Corpus(size=1_000, has_photographs=True)
    Ssg().write(corpus, tmp_path)
    media = tmp_path / "content/media"
    assert sorted(path.name for path in media.iterdir()) == ["photograph-0.jpg", "photograph-1.jpg"]
    with Image.open(media / "photograph-0.jpg") as picture:
        assert picture.size == (1600, 1200)
    guides = [path.read_text() for path in (tmp_path / "content/guides").iterdir()]
    assert sorted(text[text.index("![") :] for text in guides if "![" in text) == [
        "![Many colours](../media/photograph-0.jpg)\n",
        "![Many colours](../media/photograph-1.jpg)\n",
    ]


def test_a_feature_that_makes_nothing_stops_the_benchmark(tmp_path: Path) -> None:
    workspace = CorpusWorkspace(Ssg("ssg-search"), Corpus(size=300), tmp_path, runs=1)
    with pytest.raises(SystemExit, match=r"ssg-search made no pagefind/pagefind-entry\.json"):
        workspace.check_made("pagefind/pagefind-entry.json")
