"""All that a plugin is made of is part of the parser's fingerprint, and its version too."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from ssg.cache.fingerprints import parser_fingerprint
from ssg.config import Settings
from ssg.plugins.named import find_plugins, plugin_files
from tests.plugin import install, write

SITE = Settings(title="A site", url="https://example.org/")
CODE = "@hookimpl\ndef ssg_checks(): return []\n"


def test_code_data_version_and_name_of_a_plugin_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    seen = [parser_fingerprint(SITE, ())]

    def add(settings: Settings) -> None:
        plugins = find_plugins(settings)
        assert [plugin.problem for plugin in plugins] == ["" for _ in settings.plugins]
        seen.append(parser_fingerprint(settings, plugin_files(plugins)))

    named = replace(SITE, plugins=("house-style",))
    install(tmp_path, CODE)
    add(named)
    write(tmp_path / "house_style/words.txt", "always")
    add(named)
    write(tmp_path / "house_style/more/deep.py", "")
    add(named)
    install(tmp_path, CODE + "# changed\n")
    add(named)
    install(tmp_path, CODE + "# changed\n", version="1.1")
    add(named)
    install(tmp_path, CODE, name="other")
    add(replace(SITE, plugins=("house-style", "other")))
    add(replace(SITE, plugins=("other", "house-style")))
    assert len(set(seen)) == len(seen)
    add(replace(SITE, plugins=("other", "house-style")))
    assert seen[-1] == seen[-2]
