"""`ssg deploy` to buckets."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import ROOT, ssg, tree
from tests.deploy.killing import make_site
from tests.deploy.objects.breaking import break_connections
from tests.deploy.objects.buckets import Bucket, Files, GoogleBucket, S3Bucket, settings

_ELSEWHERE = "  here: {to: ../elsewhere}"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with two builds. No test changes it."""
    return make_site(tmp_path_factory.mktemp("built"), _ELSEWHERE)


def copy_site(built: Path, folder: Path, deploy: str) -> Path:
    """A copy with these settings of its one target."""
    site = shutil.copytree(built, folder / "site")
    file = site / "site.yaml"
    file.write_text(file.read_text().replace(_ELSEWHERE, deploy))
    return site


def deploy(site: Path, output: str) -> subprocess.CompletedProcess[str]:
    return ssg(*arguments(site, output))


def arguments(site: Path, output: str) -> list[str]:
    return ["--site", str(site), "deploy", "--allow-deletions", "--output", str(site / output)]


def test_only_what_changed_is_sent(gs: GoogleBucket, built: Path, tmp_path: Path) -> None:
    site = copy_site(built, tmp_path, settings(gs))
    old, new = tree(site / "output-a"), tree(site / "output-b")
    assert deploy(site, "output-a").returncode == 0
    before = gs.generations()
    assert deploy(site, "output-b").returncode == 0
    after = gs.generations()
    sent = {path for path in new if before.get(path) != after[path]}
    assert sent == {path for path in new if old.get(path) != new[path]}
    assert Files(gs)() == new
    assert deploy(site, "output-b").returncode == 0
    assert {path: gs.generations()[path] for path in new} == {path: after[path] for path in new}


def test_a_deployment_goes_on_when_connections_break(
    s3: S3Bucket, built: Path, tmp_path: Path
) -> None:
    # Some before anything is there, and so many in a row that trying again is not always enough.
    for number, broken in enumerate([range(0, 40, 3), range(20, 90)]):
        with break_connections(s3.endpoint, broken) as endpoint:
            text = settings(s3, f"www{number}").replace(s3.endpoint, endpoint)
            site = copy_site(built, tmp_path / str(number), text)
            runs = [deploy(site, "output-a")]
            while runs[-1].returncode and len(runs) < 5:
                runs.append(deploy(site, "output-a"))
        assert runs[-1].returncode == 0, runs[-1].stderr
        assert Files(s3, f"www{number}/")() == tree(site / "output-a")
    assert "connection lost" in runs[0].stderr


def test_two_deployments_at_once_leave_the_site_of_one(
    s3: S3Bucket, built: Path, tmp_path: Path
) -> None:
    outputs = ("output-a", "output-b")
    sites = {output: copy_site(built, tmp_path / output, settings(s3)) for output in outputs}
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "ssg", *arguments(site, output)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for output, site in sites.items()
    ]
    for one in started:
        said, _ = one.communicate()
        assert one.returncode == 0, said
    assert Files(s3)() in [tree(sites[output] / output) for output in outputs]


def test_an_editor_is_told_that_a_bucket_keeps_old_versions(
    s3: S3Bucket, built: Path, tmp_path: Path
) -> None:
    warning = "keeps old versions"
    site = copy_site(built, tmp_path / "plain", settings(s3, "plain"))
    assert warning not in deploy(site, "output-a").stdout
    s3.turn_versions("Enabled")
    site = copy_site(built, tmp_path / "versioned", settings(s3, "versioned"))
    done = deploy(site, "output-a")
    assert done.returncode == 0
    assert warning in done.stdout + done.stderr
    unchanged = deploy(site, "output-a")
    assert warning not in unchanged.stdout + unchanged.stderr


def test_what_a_store_refuses_is_said_in_one_line(
    bucket: Bucket, built: Path, tmp_path: Path
) -> None:
    site = copy_site(built, tmp_path, settings(bucket).replace("://", "://no-such-", 1))
    done = deploy(site, "output-a")
    assert done.returncode == 1
    assert done.stderr.startswith("error: there is no ")
    assert len(done.stderr.splitlines()) <= 2
