"""Deployments to buckets that are killed."""

from pathlib import Path

from tests.deploy.killing import kill_at_random_moments, make_site
from tests.deploy.objects.buckets import Bucket, Files, settings


def test_a_killed_deployment_leaves_each_page_whole(bucket: Bucket, tmp_path: Path) -> None:
    site = make_site(tmp_path, settings(bucket, "www"))
    kill_at_random_moments(site, "here", Files(bucket, "www/"))
