"""A folder as a target."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from ssg.deploy.folder import FolderTarget
from tests.command import tree
from tests.deploy import contract
from tests.deploy.killing import kill_at_random_moments, make_site

Check = Callable[[contract.OpenTarget, contract.Read, Path], Coroutine[Any, Any, None]]


def open_folder(folder: Path) -> FolderTarget:
    site = folder / "site"
    site.mkdir(exist_ok=True)
    return FolderTarget(folder / "www", site=site, say=print)


@pytest.mark.parametrize(
    "check", [contract.check_files, contract.check_repeated_calls, contract.check_many_files]
)
def test_a_folder_does_what_every_target_does(tmp_path: Path, check: Check) -> None:
    asyncio.run(check(lambda: open_folder(tmp_path), lambda: tree(tmp_path / "www"), tmp_path))


def test_a_killed_deployment_leaves_each_page_whole(tmp_path: Path) -> None:
    site = make_site(tmp_path, "  here: {to: ../www}")
    kill_at_random_moments(site, "here", lambda: tree(tmp_path / "www"))
