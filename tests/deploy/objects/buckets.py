"""Buckets of stores on this machine, and what other clients than ssg find in them."""

import base64
import hmac
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import md5
from itertools import count
from typing import Any, NamedTuple, Protocol
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import boto3
import httpx

from tests.command import ROOT
from tests.deploy.objects import google_server
from tests.machine import pauses

_AZURITE = ROOT / "tests/npm/node_modules/azurite/dist/src/blob/main.js"
_AZURE_ACCOUNT = "devstoreaccount1"
# Azurite's own, which its documentation has: not a secret.
_AZURE_KEY = (
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
)
_AZURE_VERSION = "2021-12-02"

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AZURE_STORAGE_ACCOUNT_NAME": _AZURE_ACCOUNT,
    "AZURE_STORAGE_ACCOUNT_KEY": _AZURE_KEY,
    "GOOGLE_BEARER_TOKEN": google_server.TOKEN,
}
"""The credentials of all of them."""

_NUMBERS = count(1)


class Headers(NamedTuple):
    content_type: str
    cache_control: str
    content_encoding: str


class Bucket(Protocol):
    """An empty bucket of its own for each test."""

    address: str
    """As `to` in site.yaml."""
    endpoint: str

    def digests(self) -> dict[str, str]:
        """The MD5 of all objects, by their keys."""

    def read(self, key: str) -> bytes | None:
        """None for what is not there."""

    def headers(self, key: str) -> Headers: ...
    def put(self, key: str, data: bytes) -> None: ...


class Files:
    """Reads what readers find below the prefix, and nothing twice."""

    def __init__(self, bucket: Bucket, prefix: str = "") -> None:
        self._bucket = bucket
        self._prefix = prefix
        self._known: dict[str, bytes] = {}

    def __call__(self) -> dict[str, bytes]:
        for _ in pauses():
            digests = self._bucket.digests()
            # A server may still do what a process asked for that was killed.
            if all(self._knows(key, digest) for key, digest in digests.items()):
                break
        return {
            key.removeprefix(self._prefix): self._known[digest]
            for key, digest in digests.items()
            if key.startswith(self._prefix) and not key.startswith(f"{self._prefix}.ssg/")
        }

    def _knows(self, key: str, digest: str) -> bool:
        if digest not in self._known and (data := self._bucket.read(key)) is not None:
            self._known[md5(data).hexdigest()] = data
        return digest in self._known


def settings(bucket: Bucket, prefix: str = "", *, name: str = "here") -> str:
    """What is below `deploy:` in site.yaml for a target with this name."""
    return f"  {name}: {{to: '{bucket.address}/{prefix}', endpoint: '{bucket.endpoint}'}}"


class S3Bucket:
    def __init__(self, endpoint: str, client: Any) -> None:
        self.endpoint = endpoint
        self.client = client
        self.name = f"bucket-{next(_NUMBERS)}"
        self.address = f"s3://{self.name}"
        self.client.create_bucket(Bucket=self.name)

    def digests(self) -> dict[str, str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.name)
        objects = [one for page in pages for one in page.get("Contents", [])]
        # Of an object in one part, the tag is the digest.
        return {one["Key"]: one["ETag"].strip('"') for one in objects}

    def read(self, key: str) -> bytes | None:
        try:
            with self.client.get_object(Bucket=self.name, Key=key)["Body"] as body:
                data: bytes = body.read()
        except self.client.exceptions.NoSuchKey:
            return None
        return data

    def headers(self, key: str) -> Headers:
        found = self.client.head_object(Bucket=self.name, Key=key)
        encoding = found.get("ContentEncoding", "")
        return Headers(found["ContentType"], found["CacheControl"], encoding)

    def put(self, key: str, data: bytes) -> None:
        self.client.put_object(Bucket=self.name, Key=key, Body=data)

    def turn_versions(self, status: str) -> None:
        versions = {"Status": status}
        self.client.put_bucket_versioning(Bucket=self.name, VersioningConfiguration=versions)


@contextmanager
def s3_client(service: str, endpoint: str) -> Iterator[Any]:
    client = boto3.client(
        service,
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    try:
        yield client
    finally:
        client.close()


@contextmanager
def s3_server() -> Iterator[str]:
    """The endpoint of a server."""
    command = [sys.executable, "-m", "tests.deploy.objects.s3_server"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT
    ) as server:
        assert server.stdin
        assert server.stdout
        try:
            yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        finally:
            server.stdin.close()
            server.kill()


class AzureBucket:
    """A container that everybody may read, as one for a site is."""

    def __init__(self, endpoint: str, client: httpx.Client, name: str = "") -> None:
        self.endpoint = endpoint
        self._client = client
        name = name or f"container-{next(_NUMBERS)}"
        self.address = f"az://{name}"
        self._url = f"{endpoint}/{name}"
        self._put("?restype=container", {"x-ms-blob-public-access": "container"})

    def digests(self) -> dict[str, str]:
        place = f"{self._url}?comp=list&restype=container"
        answer = self._client.get(place).raise_for_status()
        blobs = ElementTree.fromstring(answer.content).iter("Blob")
        digest = "Properties/Content-MD5"
        return {
            blob.findtext("Name", ""): base64.b64decode(blob.findtext(digest, "")).hex()
            for blob in blobs
        }

    def read(self, key: str) -> bytes | None:
        with self._client.stream("GET", self._url_of(key)) as answer:
            if answer.status_code == 404:
                return None
            # What is stored may have any Content-Encoding.
            return b"".join(answer.raise_for_status().iter_raw())

    def headers(self, key: str) -> Headers:
        found = self._client.head(self._url_of(key)).raise_for_status().headers
        encoding = found.get("content-encoding", "")
        return Headers(found["content-type"], found["cache-control"], encoding)

    def put(self, key: str, data: bytes) -> None:
        self._put(f"/{quote(key)}", {"x-ms-blob-type": "BlockBlob"}, data)

    def _url_of(self, key: str) -> str:
        return f"{self._url}/{quote(key)}"

    def _put(self, place: str, headers: Mapping[str, str], data: bytes = b"") -> None:
        """https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key"""
        date = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
        own = {**headers, "x-ms-date": date, "x-ms-version": _AZURE_VERSION}
        parts = urlsplit(f"{self._url}{place}")
        lines = ["PUT", "", "", str(len(data) or ""), *[""] * 8]
        lines += [f"{name}:{own[name]}" for name in sorted(own)]
        lines += [f"/{_AZURE_ACCOUNT}{parts.path}", *parts.query.replace("=", ":").split()]
        key = base64.b64decode(_AZURE_KEY)
        signature = base64.b64encode(hmac.digest(key, "\n".join(lines).encode(), "sha256")).decode()
        own["Authorization"] = f"SharedKey {_AZURE_ACCOUNT}:{signature}"
        self._client.put(parts.geturl(), headers=own, content=data).raise_for_status()


@contextmanager
def azure_server() -> Iterator[str]:
    """The endpoint of Azurite."""
    node = shutil.which("node")
    assert node, "these tests need Node.js: apt-get install npm"
    assert _AZURITE.is_file(), "these tests need what is in tests/npm: make test installs it"
    # node_modules may be a link, which Node would follow, and then find no other package.
    links = ["--preserve-symlinks", "--preserve-symlinks-main"]
    options = ["--blobHost=127.0.0.1", "--blobPort=0", "--inMemoryPersistence"]
    options += ["--skipApiVersionCheck", "--disableTelemetry"]
    command = [node, *links, str(_AZURITE), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            found = (re.search("listens on (http:.*)", line) for line in server.stdout)
            yield next(f"{one[1]}/{_AZURE_ACCOUNT}" for one in found if one)
        finally:
            server.kill()


class GoogleBucket:
    def __init__(self, server: google_server.GoogleServer) -> None:
        self.endpoint = server.endpoint
        self.name = f"bucket-{next(_NUMBERS)}"
        self.address = f"gs://{self.name}"
        self._server = server
        self._objects = server.buckets.setdefault(self.name, {})

    def digests(self) -> dict[str, str]:
        objects = dict(self._objects)
        return {key: md5(stored.data).hexdigest() for key, stored in objects.items()}

    def read(self, key: str) -> bytes | None:
        return self._objects[key].data if key in self._objects else None

    def generations(self) -> dict[str, int]:
        """Of all objects, by their keys: each write gives another one."""
        return {key: stored.generation for key, stored in self._objects.items()}

    def headers(self, key: str) -> Headers:
        found = self._objects[key].headers
        encoding = found.get("content-encoding", "")
        return Headers(found["content-type"], found["cache-control"], encoding)

    def put(self, key: str, data: bytes) -> None:
        self._objects[key] = google_server.Stored(data, {}, 0)

    def keep_versions(self) -> None:
        self._server.versioned.add(self.name)
