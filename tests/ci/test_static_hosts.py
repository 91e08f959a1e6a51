"""What Netlify and Cloudflare Pages run, as they run it."""

import tomllib
from pathlib import Path

import pytest

from tests.ci.machine import Machine

_URL = "https://deploy-preview-1--site.example.net"
_PREVIEW = "This is a preview."


def _make(author: Machine, host: str, folder: Path) -> Path:
    author.run(f"ssg init --ci {host} {folder}")
    return folder


def _home(site: Path) -> str:
    # The state of ssg names what was taken back, and these hosts publish the whole folder.
    assert not (site / "output/.ssg").exists()
    return (site / "output/index.html").read_text()


@pytest.mark.slow
def test_netlify_builds_the_site_and_previews(tmp_path: Path, author: Machine) -> None:
    site = _make(author, "netlify", tmp_path / "site")
    config = tomllib.loads((site / "netlify.toml").read_text())
    assert config["build"]["publish"] == "output"
    author.run(config["build"]["command"], cwd=site)
    assert _PREVIEW not in _home(site)
    contexts = config["context"]
    assert sorted(contexts) == ["branch-deploy", "deploy-preview"]
    assert contexts["branch-deploy"] == contexts["deploy-preview"]
    author.run("rm -r output", cwd=site)
    author.run(contexts["deploy-preview"]["command"], cwd=site, env={"DEPLOY_PRIME_URL": _URL})
    assert _PREVIEW in _home(site)
    assert f'<link rel="canonical" href="{_URL}/">' in _home(site)


@pytest.mark.slow
def test_cloudflare_builds_the_site_and_previews(tmp_path: Path, author: Machine) -> None:
    site = _make(author, "cloudflare-pages", tmp_path / "site")
    assert (site / ".python-version").read_text() == "3.13\n"
    command = "sh cloudflare-pages.sh"
    author.run(command, cwd=site, env={"CF_PAGES_BRANCH": "main", "CF_PAGES_URL": _URL})
    assert _PREVIEW not in _home(site)
    author.run("rm -r output", cwd=site)
    author.run(command, cwd=site, env={"CF_PAGES_BRANCH": "naps", "CF_PAGES_URL": _URL})
    assert _PREVIEW in _home(site)
    assert f'<link rel="canonical" href="{_URL}/">' in _home(site)
