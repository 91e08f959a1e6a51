"""What readers of the docs have and do besides the commands that they copy, page by page.

Whoever follows a page has a site of `ssg init` in the folder `mysite`. Where a page speaks of more,
it is made here. All exceptions of the test of all commands are in this file.
"""

import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct

from tests.command import ssg

_MACHINE = "it changes the machine, as root"
_NETWORK = "it needs hosts of the internet"
_OPEN = "it opens the preview to the network"
_PLUGIN = "it installs a package beside ssg; tests/whole/test_plugins_docs.py does so"
_RELEASE = "it makes a release of this repository; tests/test_release.py makes one of another"
_TESTS = "it installs and runs all tests"

GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}


def _nothing(site: Path) -> None:
    """The site is as `ssg init` made it."""


class Reader(Struct, frozen=True, kw_only=True):
    prepare: Callable[[Path], None] = _nothing
    """Makes what the page speaks of, in the site's folder."""
    before: Mapping[str, Callable[[Path], None]] = {}
    """What is done before a command, apart from commands."""
    exit_codes: Mapping[str, tuple[int, ...]] = {}
    """Those of a command, each time that it is there, where it does not always succeed."""
    not_run: Mapping[str, str] = {}
    """Commands that no test may run, and why."""


def _write(site: Path, path: str, text: str) -> None:
    file = site / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _thread(site: Path, name: str) -> None:
    _write(
        site,
        f"content/threads/{name}.md",
        "---\ntitle: How long should a nap be?\nasked: 2026-02-03T14:20\ntopics: [sleep]\n---\n\n"
        "After two hours I am more tired.\n\n"
        "## Answer\n\n```yaml\nposted: 2026-02-03T18:05\n```\n\nTwenty minutes.\n",
    )


def _git(site: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=site, env={**os.environ, **GIT}, check=True)


def _keep_in_git(site: Path) -> None:
    _git(site, "init", "--quiet", "--initial-branch", "main")
    _git(site, "add", ".")
    _git(site, "commit", "--quiet", "--message", "Begin")


def _share_in_git(site: Path) -> None:
    """With what earlier checks of the links found: nothing."""
    _write(site, "links.jsonl", "")
    _keep_in_git(site)
    shared = site.with_name("shared.git")
    _git(site, "clone", "--quiet", "--bare", ".", str(shared))
    _git(site, "remote", "add", "origin", str(shared))
    _git(site, "push", "--quiet", "--set-upstream", "origin", "main")


def _have_a_branch(site: Path) -> None:
    _write(
        site,
        "content/guides/sleep.md",
        "---\ntitle: The history of sleep\ntopics: [sleep]\nsummary: Beds of old.\n---\n\n"
        "More about beds:\n[a museum](https://museum.example.org/)\n",
    )
    _keep_in_git(site)
    _git(site, "checkout", "--quiet", "-b", "coffee")
    _thread(site, "late-coffee")


def _have_a_target(site: Path) -> None:
    with (site / "site.yaml").open("a") as settings:
        settings.write("\ndeploy:\n  production:\n    to: ../published\n")


def _have_a_remote(site: Path) -> None:
    _have_a_target(site)
    _keep_in_git(site)
    _git(site, "update-ref", "refs/remotes/origin/main", "main")


def _build(site: Path) -> None:
    assert ssg("--site", site, "build").returncode == 0


def _have_a_build(site: Path) -> None:
    _have_a_target(site)
    _build(site)


def _deploy_another_version(site: Path) -> None:
    _thread(site, "late-coffee")
    _build(site)
    assert ssg("--site", site, "deploy").returncode == 0


def _have_an_old_site(site: Path) -> None:
    """Without the version of the format, and with a target."""
    settings = site / "site.yaml"
    settings.write_text(settings.read_text().replace("\nformat: 1\n", "\n"))
    _have_a_target(site)


def _have_naps(site: Path) -> None:
    for name in ("nap-length", "nap-again", "short-naps"):
        _thread(site, name)


def _publish_drafts(site: Path) -> None:
    for file in site.glob("content/threads/*.md"):
        file.write_text(file.read_text().replace("status: draft\n", ""))


def _lose_an_address(site: Path) -> None:
    file = site / "addresses.txt"
    first, *lines = file.read_text().splitlines()
    file.write_text("\n".join([first, *sorted([*lines, "/threads/an-old-name/"]), ""]))


def _have_a_clinician(site: Path) -> None:
    _write(
        site,
        "content/people/sample-clinician.yaml",
        "id: sample-clinician\nname: Sample Clinician\nrole: Nurse\n",
    )


def _correct_a_typo(site: Path) -> None:
    guide = site / "content/guides/sleeping-well.md"
    guide.write_text(guide.read_text().replace("quiet and cool", "quiet, and cool"))


READERS: Mapping[str, Reader] = {
    "CONTRIBUTING.md": Reader(
        not_run={
            "git clone <the repository's address> ssg": _NETWORK,
            "cd ssg": _TESTS,
            "make test": _TESTS,
            ".venv/bin/pre-commit install": "it changes this repository",
        }
    ),
    "README.md": Reader(not_run={"make site": _TESTS, "make test": _TESTS}),
    "docs/checks.md": Reader(prepare=_have_a_branch),
    "docs/ci.md": Reader(
        prepare=_have_a_remote,
        not_run={
            "python3 -m pip install"
            " https://<the address of the release>/ssg-0.1.0-py3-none-any.whl": _NETWORK,
            "python3 -m pip install --requirement requirements.txt": _NETWORK,
        },
    ),
    "docs/commands.md": Reader(
        prepare=_have_an_old_site,
        before={
            "ssg deploy": _build,
            "ssg deploy production --rollback": _deploy_another_version,
        },
        # Nobody can be asked here, and no outside address answers.
        exit_codes={"ssg new thread": (2,), "ssg links check": (1,)},
    ),
    "docs/deploy-remote.md": Reader(prepare=_have_a_build),
    "docs/deploy.md": Reader(
        prepare=_have_a_target,
        before={"ssg deploy --rollback": _deploy_another_version},
        # Nobody answers at that address.
        exit_codes={"ssg deploy --check-url https://health.example.org": (1,)},
    ),
    "docs/editing.md": Reader(prepare=_have_naps),
    "docs/editors.md": Reader(prepare=_keep_in_git, before={"git add content": _publish_drafts}),
    "docs/formatting.md": Reader(prepare=lambda site: _thread(site, "naps")),
    "docs/harmful-content.md": Reader(
        prepare=_have_naps,
        # It finds nothing, as it must.
        exit_codes={'grep -ril "the word" content/ site.yaml static/': (2,)},
        not_run={
            "git clone https://git.example.org/site.git fresh && cd fresh": _NETWORK,
            "git filter-repo --replace-text ../words.txt --replace-message ../words.txt": _NETWORK,
            'git log --all --oneline -S "Jane Roe"': _NETWORK,
            "git filter-repo --invert-paths --path content/threads/the-thread.md"
            " --path content/media/the-photo.jpg": _NETWORK,
        },
    ),
    "docs/links.md": Reader(
        prepare=_share_in_git,
        before={
            'ssg addresses forget /threads/an-old-name/ --reason "It named somebody."': (
                _lose_an_address
            )
        },
        # There is no network.
        exit_codes={"ssg links check": (1, 1)},
    ),
    "docs/plugins.md": Reader(
        not_run=dict.fromkeys(
            (
                "python3 -m pip install --editable house-style",
                "ssg --site mysite explain house-style/always",
                "ssg --site mysite clear mysite/content/guides/insomnia.md:6"
                ' --reason "It is a quotation"',
            ),
            _PLUGIN,
        )
    ),
    "docs/preview.md": Reader(
        not_run={
            "ssg serve --host 0.0.0.0 --allow-host my-laptop.local": _OPEN,
            "sudo sysctl fs.inotify.max_user_watches=524288": _MACHINE,
            "echo fs.inotify.max_user_watches=524288 | sudo tee /etc/sysctl.d/60-watches.conf": (
                _MACHINE
            ),
        }
    ),
    "docs/releasing.md": Reader(
        not_run=dict.fromkeys(
            (
                'git commit --all --message "Release 1.2.0"',
                'git tag --annotate v1.2.0 --message "Release 1.2.0"',
                "make dist",
                "python3 -m venv /tmp/try",
                "/tmp/try/bin/pip install --require-hashes --requirement requirements.lock",
                "/tmp/try/bin/pip install --no-deps dist/*.whl",
                "/tmp/try/bin/ssg init /tmp/try/site",
                "/tmp/try/bin/ssg --site /tmp/try/site build --strict",
            ),
            _RELEASE,
        )
    ),
    "docs/reviews.md": Reader(
        prepare=_have_a_clinician,
        before={
            'ssg review content/guides/sleeping-well.md --minor "A comma was missing."': (
                _correct_a_typo
            )
        },
    ),
    "docs/tutorial.md": Reader(
        exit_codes={
            "ssg check": (1, 0),
            # It finds no file.
            'grep -rl "Jane Roe" ../published': (1,),
        },
        not_run={
            "python3 -m venv ssg-tools": _NETWORK,
            "ssg-tools/bin/pip install ./ssg": _NETWORK,
            'export PATH="$PWD/ssg-tools/bin:$PATH"': _NETWORK,
        },
    ),
}
"""The pages on which a reader has or does more than others."""
