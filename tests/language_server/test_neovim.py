"""A real editor, set up as docs/editors.md says: a thread is completed, mended and saved.

Neovim 0.7, of Debian 12, is the oldest that this is meant for.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.command import ROOT
from tests.incremental.samples import SmallSite, thread
from tests.machine import PATIENCE

_SESSION = Path(__file__).with_name("neovim.lua")
_Q1 = "content/threads/q1.md"


def test_a_thread_is_completed_mended_by_a_quick_fix_and_saved(site: SmallSite) -> None:
    assert shutil.which("nvim"), "Neovim is missing: on Debian, as root, apt-get install neovim"
    page = (ROOT / "docs/editors.md").read_text()
    found = re.search(r"Neovim 0\.7 to .*?```lua\n(.*?)```", page, re.DOTALL)
    assert found
    home, programs = site.folder.parent / "home", site.folder.parent / "bin"
    (home / ".config/nvim").mkdir(parents=True)
    (home / ".config/nvim/init.lua").write_text(found[1])
    programs.mkdir()
    command = f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m ssg "$@"\n'
    (programs / "ssg").write_text(command)
    (programs / "ssg").chmod(0o755)
    site.write(_Q1, thread(1, topic="bakc"))
    site.edit("content/topics/sleep.md", "title: Sleep\n", "title: Sleep\nalso_called: [Slumber]\n")
    done = subprocess.run(
        ["nvim", "--headless", "-n", "-S", str(_SESSION), _Q1],
        cwd=site.folder,
        env={"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    steps = [line.partition("step: ")[2] for line in said.splitlines() if "step: " in line]
    assert steps == [
        "a mistake shows: topic 'bakc' does not exist",
        "it is mended by: replace it with 'back'",
        "no mistake is left",
        "a topic is completed by its other name: sleep",
        "the definition is in content/topics/sleep.md",
        "saved",
    ], said
    assert (site.folder / _Q1).read_text() == thread(1).replace("[back]", "[back, sleep]")
