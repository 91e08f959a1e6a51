"""What a store may answer that those of the other tests never do."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

import pytest

from ssg.deploy.errors import ConnectionLost, DeployError
from ssg.deploy.objects import ObjectTarget
from tests.http_server import serve_http


@contextmanager
def serve(status: int, body: str = "") -> Iterator[str]:
    """The endpoint of a store that answers all requests alike."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            data = body.encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("ETag", '"tag"')
            self.send_header("Last-Modified", "Sun, 01 Mar 2026 00:00:00 GMT")
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_PUT = _answer

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    with serve_http(Handler) as address:
        yield address


def error(code: str, more: str = "") -> str:
    return f"<Error><Code>{code}</Code>{more}</Error>"


@pytest.mark.parametrize(
    ("status", "body", "message", "hint"),
    [
        (
            301,
            error("PermanentRedirect"),
            "the bucket 'bucket' is in another region",
            "set 'region' to that of the bucket",
        ),
        (
            400,
            error("AuthorizationHeaderMalformed", "<Region>eu-central-1</Region>"),
            "the bucket 'bucket' is in another region",
            "set region: eu-central-1",
        ),
        (
            403,
            error("RequestTimeTooSkewed"),
            "s3://bucket/www refuses the time of this computer",
            "set its clock",
        ),
        (418, "", "s3://bucket/www refuses a request (418)", ""),
    ],
)
def test_a_refusal_is_said_in_our_own_words(
    status: int, body: str, message: str, hint: str
) -> None:
    with serve(status, body) as endpoint, pytest.raises(DeployError) as refused:
        asyncio.run(read_state(endpoint))
    assert (refused.value.message, refused.value.hint) == (message, hint)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (429, "", "the answer was 429"),
        (503, error("SlowDown"), "the answer was 503 SlowDown"),
        (400, error("RequestTimeout"), "the answer was 400 RequestTimeout"),
    ],
)
def test_a_store_that_is_busy_is_asked_again(status: int, body: str, reason: str) -> None:
    with serve(status, body) as endpoint, pytest.raises(ConnectionLost) as lost:
        asyncio.run(read_state(endpoint))
    assert str(lost.value) == reason


def test_a_store_that_is_not_there_is_asked_again() -> None:
    with pytest.raises(ConnectionLost) as lost:
        asyncio.run(read_state("http://127.0.0.1:9"))
    assert str(lost.value) == "it refuses connections"


def test_what_is_no_store_is_said_to_be_none() -> None:
    with serve(200, "Welcome") as endpoint, pytest.raises(DeployError) as refused:
        asyncio.run(find_untracked(endpoint))
    assert refused.value.message == "s3://bucket/www answers what no such store would"
    assert refused.value.hint == "see whether 'endpoint' is the right one"


def test_a_state_that_is_damaged_stops_the_deployment() -> None:
    with serve(200, '{"files": {"../escape": "x"}}') as endpoint, pytest.raises(DeployError) as no:
        asyncio.run(read_state(endpoint))
    assert no.value.message.startswith(".ssg/deployment.json on s3://bucket/www is damaged")


@pytest.mark.parametrize(("status", "body"), [(200, ""), (501, error("NotImplemented"))])
def test_a_store_without_conditions_cannot_be_locked(status: int, body: str) -> None:
    with serve(status, body) as endpoint, pytest.raises(DeployError) as refused:
        asyncio.run(create_lock(endpoint))
    assert refused.value.message == (
        "s3://bucket/www is in a store that does not know If-Match and If-None-Match, which keep"
        " two deployments apart"
    )


async def read_state(endpoint: str) -> None:
    async with open_target(endpoint) as target:
        await target.read_state()


async def find_untracked(endpoint: str) -> None:
    async with open_target(endpoint) as target:
        await target.find_untracked()


async def create_lock(endpoint: str) -> None:
    async with open_target(endpoint) as target:
        assert target.lock
        await target.lock.create(b"mine")


def open_target(endpoint: str) -> ObjectTarget:
    return ObjectTarget("s3://bucket/www", endpoint=endpoint, region=None)
