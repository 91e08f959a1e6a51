"""Fetches a sample of a site as readers do, and compares it with what was deployed."""

import asyncio
from collections.abc import Sequence
from itertools import islice

import httpx
from msgspec import Struct

from ssg import __version__, urls
from ssg.deploy.plan import Plan
from ssg.deploy.target import FileHeaders
from ssg.deploy.version import Version, headers_of
from ssg.digest import digest_of_parts

_CHANGED = 5
_OTHERS = 5
"""How many pages are fetched that changed, and that did not."""
_AT_ONCE = 4
_SECONDS = 30.0
_PAUSE = 5.0
_HOME = "index.html"
_NOT_FOUND = "404.html"
_OK = 200


class Sample(Struct, frozen=True, kw_only=True):
    """An address, from the root of the site, where a host should send a file of the version."""

    address: str
    path: str
    status: int = _OK


class Difference(Struct, frozen=True, kw_only=True):
    url: str
    reason: str
    has_answer: bool


class _NoAnswer(Exception):
    """The text says why."""


def choose_samples(version: Version, plan: Plan) -> list[Sample]:
    """The home page, a page that is not there, a style sheet, some pages that changed, and others.

    The same for the same deployment.
    """
    files = version.manifest.files
    pages = [path for path in files if path.endswith(".html") and path != _NOT_FOUND]
    mixed = sorted(pages, key=lambda path: digest_of_parts(version.manifest.built, path))
    changed = {*plan.added, *plan.changed}
    chosen = [
        *(path for path in (_HOME,) if path in files),
        *islice((path for path in sorted(files) if path.endswith(".css")), 1),
        *islice((path for path in mixed if path in changed), _CHANGED),
        *islice((path for path in mixed if path not in changed), _OTHERS),
    ]
    samples = [Sample(address=urls.address(path), path=path) for path in dict.fromkeys(chosen)]
    if _NOT_FOUND in files:
        nowhere = f"/{digest_of_parts('nowhere', version.manifest.built)}/"
        samples.append(Sample(address=nowhere, path=_NOT_FOUND, status=404))
    return samples


async def find_differences(
    version: Version,
    samples: Sequence[Sample],
    url: str,
    *,
    with_cache: bool,
    patience: float,
) -> list[Difference]:
    """What differs from the version in the site at `url`.

    With `with_cache`, also its Cache-Control. What differs is fetched again for `patience` seconds.
    """
    loop = asyncio.get_running_loop()
    end = loop.time() + patience
    slots = asyncio.Semaphore(_AT_ONCE)
    async with _open_client() as client:

        async def compare(sample: Sample) -> Difference | None:
            where = url.rstrip("/") + httpx.URL(path=sample.address).raw_path.decode()
            try:
                async with slots:
                    reason = await _compare(client, where, version, sample, with_cache=with_cache)
            except _NoAnswer as error:
                return Difference(url=where, reason=str(error), has_answer=False)
            return Difference(url=where, reason=reason, has_answer=True) if reason else None

        while True:
            found = await asyncio.gather(*map(compare, samples))
            if not any(found) or loop.time() >= end:
                return [one for one in found if one]
            samples = [one for one, other in zip(samples, found, strict=True) if other]
            await asyncio.sleep(_PAUSE)


def _open_client() -> httpx.AsyncClient:
    headers = {
        "User-Agent": f"ssg/{__version__}",
        "Accept-Encoding": "identity",
        "Cache-Control": "no-cache",
    }
    return httpx.AsyncClient(
        headers=headers, follow_redirects=True, max_redirects=5, timeout=_SECONDS
    )


async def _compare(
    client: httpx.AsyncClient, url: str, version: Version, sample: Sample, *, with_cache: bool
) -> str:
    """How what is at `url` differs from the file of the sample; empty if it does not.

    Raises _NoAnswer.
    """
    expected = (version.folder / sample.path).read_bytes()
    try:
        async with asyncio.timeout(2 * _SECONDS), client.stream("GET", url) as response:
            body = await _read(response, len(expected) + 1)
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
        raise _NoAnswer(f"there is no answer: {_describe(error)}") from None
    if response.status_code != sample.status:
        return f"the host answers {response.status_code}, not {sample.status}"
    if body != expected:
        return f"it is not what was deployed ({sample.path})"
    headers = headers_of(sample.path, version.manifest.files)
    is_cached = with_cache and sample.status == _OK
    return _compare_headers(response.headers, headers, with_cache=is_cached)


def _describe(error: Exception) -> str:
    match error:
        case httpx.TimeoutException() | TimeoutError():
            return "it takes too long"
        case httpx.ConnectError():
            return "the host cannot be reached"
        case httpx.TooManyRedirects():
            return "it leads on again and again"
    return "the connection broke off"


async def _read(response: httpx.Response, limit: int) -> bytes:
    data = bytearray()
    async for part in response.aiter_bytes():
        data += part
        if len(data) > limit:
            break
    return bytes(data)


def _compare_headers(sent: httpx.Headers, wanted: FileHeaders, *, with_cache: bool) -> str:
    kind = sent.get("content-type", "")
    if _media_type(kind) != _media_type(wanted.content_type):
        return f"its type is '{kind}', not '{wanted.content_type}'"
    cached = sent.get("cache-control", "")
    if with_cache and not cached:
        return f"it has no Cache-Control, and should have '{wanted.cache_control}'"
    if with_cache and _words(cached) != _words(wanted.cache_control):
        return f"its Cache-Control is '{cached}', not '{wanted.cache_control}'"
    return ""


def _media_type(value: str) -> str:
    """Without parameters: hosts write them in different ways."""
    return value.partition(";")[0].strip().lower()


def _words(value: str) -> frozenset[str]:
    return frozenset(word.strip().lower() for word in value.split(","))
