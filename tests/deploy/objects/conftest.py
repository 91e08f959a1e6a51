"""Buckets for the tests of stores."""

import os
from collections.abc import Iterator

import httpx
import pytest

from tests.deploy.objects import google_server
from tests.deploy.objects.buckets import (
    ENVIRONMENT,
    AzureBucket,
    Bucket,
    GoogleBucket,
    S3Bucket,
    azure_server,
    s3_client,
    s3_server,
)


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    with s3_server() as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def azure_endpoint() -> Iterator[str]:
    with azure_server() as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def google() -> Iterator[google_server.GoogleServer]:
    with google_server.serve() as server:
        yield server


@pytest.fixture
def s3(s3_endpoint: str) -> Iterator[S3Bucket]:
    with s3_client("s3", s3_endpoint) as client:
        yield S3Bucket(s3_endpoint, client)


@pytest.fixture
def azure(azure_endpoint: str) -> Iterator[AzureBucket]:
    with httpx.Client() as client:
        yield AzureBucket(azure_endpoint, client)


@pytest.fixture
def gs(google: google_server.GoogleServer) -> GoogleBucket:
    return GoogleBucket(google)


@pytest.fixture(params=["s3", "azure", "gs"])
def bucket(request: pytest.FixtureRequest) -> Bucket:
    """One of each store."""
    found: Bucket = request.getfixturevalue(request.param)
    return found


@pytest.fixture(autouse=True)
def _only_what_tests_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """No other credentials, and no proxy."""
    for name in os.environ:
        if name.startswith(("AWS_", "AZURE_", "GOOGLE_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
