"""Buckets of S3, Azure and Google as targets."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path

import httpx
import pytest

from ssg.deploy.errors import DeployError
from ssg.deploy.objects import ObjectTarget
from ssg.deploy.state import LOCK_FILE, STATE_FILE, TargetState
from ssg.pages.headers import CHECKED_EACH_TIME, FOREVER
from ssg.publish.manifest import Build
from tests.deploy import contract
from tests.deploy.objects.buckets import AzureBucket, Bucket, Files, GoogleBucket, Headers, S3Bucket
from tests.deploy.versions import make_version, state_of

Check = Callable[[contract.OpenTarget, contract.Read, Path], Coroutine[None, None, None]]


@pytest.mark.parametrize(
    "check", [contract.check_files, contract.check_repeated_calls, contract.check_many_files]
)
def test_a_store_does_what_every_target_does(bucket: Bucket, tmp_path: Path, check: Check) -> None:
    asyncio.run(check(open_target(bucket), Files(bucket), tmp_path))


@pytest.mark.parametrize("prefix", ["site", "a folder/with 100%+é"])
def test_a_site_is_below_the_prefix(bucket: Bucket, tmp_path: Path, prefix: str) -> None:
    bucket.put("index.html", b"Elsewhere.")
    read = Files(bucket, f"{prefix}/")
    asyncio.run(contract.check_files(open_target(bucket, prefix), read, tmp_path))
    assert bucket.read("index.html") == b"Elsewhere."


def test_a_file_and_a_folder_may_have_one_name(bucket: Bucket, tmp_path: Path) -> None:
    version = make_version(tmp_path, {"a": b"file"})
    below = make_version(tmp_path / "below", {"a/b.html": b"in a folder"})

    async def put_both() -> None:
        async with open_target(bucket)() as target:
            await target.put([version.upload("a"), below.upload("a/b.html")])

    asyncio.run(put_both())
    assert Files(bucket)() == {"a": b"file", "a/b.html": b"in a folder"}


def test_a_static_website_of_azure_is_a_container(azure_endpoint: str, tmp_path: Path) -> None:
    with httpx.Client() as client:
        bucket = AzureBucket(azure_endpoint, client, "$web")
        asyncio.run(contract.check_files(open_target(bucket), Files(bucket), tmp_path))


def test_only_one_deployment_has_the_lock_of_a_bucket(bucket: Bucket) -> None:
    asyncio.run(contract.check_lock(open_target(bucket)))


def test_a_lock_whose_answer_got_lost_is_known_again(bucket: Bucket) -> None:
    async def create_twice() -> None:
        async with open_target(bucket)() as target:
            assert target.lock
            tag = await target.lock.create(b"mine")
            assert tag
            assert await target.lock.create(b"mine") == tag
            await target.lock.remove(tag)
            assert await target.lock.create(b"mine again")

    asyncio.run(create_twice())


def test_a_file_of_somebody_else_is_found(bucket: Bucket) -> None:
    bucket.put("site/notes.txt", b"Mine.")
    bucket.put("site of others.txt", b"Elsewhere.")
    asyncio.run(contract.check_untracked(open_target(bucket, "site")))
    asyncio.run(contract.check_untracked(open_target(bucket, "/site/")))


def open_target(bucket: Bucket, prefix: str = "") -> contract.OpenTarget:
    to = f"{bucket.address}/{prefix}"
    return lambda: ObjectTarget(to, endpoint=bucket.endpoint, region=None)


def test_a_file_has_the_headers_that_a_host_sends_with_it(bucket: Bucket, tmp_path: Path) -> None:
    names = ["index.html", "index.html.br", "assets/site.css", "ssg-of-some-megabytes.pdf"]
    large = b"%PDF" + bytes(6_000_000)
    version = make_version(tmp_path, {**dict.fromkeys(names, b"x"), names[-1]: large})

    async def put_all() -> None:
        async with open_target(bucket)() as target:
            await target.put([version.upload(path) for path in names])
            await target.write_state(state_of(version))
            assert target.lock
            await target.lock.create(b"mine")

    asyncio.run(put_all())
    page = Headers("text/html; charset=utf-8", CHECKED_EACH_TIME, "")
    assert bucket.headers("index.html") == page
    assert bucket.headers("index.html.br") == page._replace(content_encoding="br")
    assert bucket.headers("assets/site.css") == Headers("text/css; charset=utf-8", FOREVER, "")
    assert bucket.headers(names[-1]) == Headers("application/pdf", CHECKED_EACH_TIME, "")
    assert bucket.read(names[-1]) == large
    for file in (STATE_FILE, LOCK_FILE):
        private = Headers("application/octet-stream", "private, no-store", "")
        assert bucket.headers(file) == private


def find_history(bucket: Bucket) -> bool | None:
    """What a deployment finds out."""

    async def write_twice() -> bool | None:
        async with open_target(bucket, "www")() as target:
            state = TargetState(build=Build(built="2026-03-01T00:00:00+00:00"), files={})
            for _ in range(2):
                await target.write_state(state)
            return target.keeps_history

    return asyncio.run(write_twice())


def test_a_bucket_that_keeps_versions_is_found_out(
    s3: S3Bucket, gs: GoogleBucket, azure: AzureBucket
) -> None:
    assert find_history(s3) is False
    # They may have soft delete, which nobody is told of.
    assert find_history(azure) is None
    assert find_history(gs) is None
    s3.turn_versions("Enabled")
    gs.keep_versions()
    assert find_history(s3)
    assert find_history(gs)
    s3.turn_versions("Suspended")
    assert not find_history(s3)


def test_a_folder_that_a_person_made_in_a_browser_is_empty(s3: S3Bucket) -> None:
    s3.put("www/", b"")

    async def look() -> str | None:
        async with open_target(s3, "www")() as target:
            return await target.find_untracked()

    assert asyncio.run(look()) is None


def test_a_bucket_that_is_not_there_is_named(bucket: Bucket) -> None:
    missing = bucket.address.replace("://", "://no-such-")
    target = ObjectTarget(missing, endpoint=bucket.endpoint, region=None)

    async def use() -> None:
        async with target:
            await target.read_state()

    with pytest.raises(DeployError, match=r"there is no (bucket|container) 'no-such-") as refused:
        asyncio.run(use())
    assert refused.value.hint == "make it first, or correct 'to'"
