"""Asks one address: a HEAD, and where that does not tell enough, a GET of the first kilobytes."""

import re
from collections.abc import Iterable, Mapping, Sequence

import httpx
from msgspec import Struct
from msgspec.structs import replace

from ssg.ledger import LinkRecord, LinkState
from ssg.links.client import FIRST_BYTES, KIB, Answer, Client
from ssg.links.errors import NoAnswer, Refused, RefusedRedirect
from ssg.links.observation import Observation, Outcome
from ssg.links.pace import Postponed
from ssg.links.page import Page, is_html, read_page
from ssg.links.retry_after import read_retry_after
from ssg.links.robots import Disallowed, Robots
from ssg.links.urls import show_address

_WHOLE_PAGE = 512 * KIB
"""How much of a page is read to find a fragment."""
_BUSY = (429, 503)
# What hosts answer to programs alone. 999 is LinkedIn's.
_TO_PROGRAMS = (401, 402, 403, 405, 406, 407, 418, 421, 425, 428, 429, 451, 501, 999)
_REASONS = {
    404: "the host has no such page",
    410: "the host says that the page is gone",
    429: "the host asks to be left alone",
    451: "the host may not show it here",
}
# RFC 9110, section 8.8.3, and what fits on a line of the ledger.
_ETAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e]{0,200}"')
_HTTP_DATE = re.compile(r"[A-Za-z]{3}, \d{2} [A-Za-z]{3} \d{4} \d{2}:\d{2}:\d{2} GMT")
_HOME = re.compile(r"/?(?:(?:index|default|home)(?:\.\w{2,5})?/?)?", re.I)
_LANGUAGE_HOME = re.compile(r"/[a-z]{2}(?:[-_][a-z]{2,4})?/?", re.I)


class Target(Struct, frozen=True, kw_only=True):
    """An address to ask."""

    url: str
    fragments: tuple[str, ...] = ()
    """Those that the site links to on its page."""
    before: LinkRecord | None = None


class Prober:
    """Asks addresses with a client, as their robots.txt allows."""

    def __init__(self, client: Client, *, known: Sequence[str] = ()) -> None:
        """One of the `known` addresses answers wherever there is a network."""
        self._client = client
        self._robots = Robots(client)
        self._known = known

    async def ask(self, target: Target) -> Observation:
        """What is seen of the address now. Raises Postponed if its host asked to be left alone."""
        try:
            return await self._ask(target)
        except Refused as error:
            status = error.status if isinstance(error, RefusedRedirect) else 0
            return Observation(outcome=Outcome.REFUSED, reason=error.reason, status=status)
        except NoAnswer as error:
            return Observation(
                outcome=Outcome.FAILED,
                reason=error.reason,
                may_be_offline=error.may_be_offline,
            )

    async def is_online(self, answered: Iterable[str]) -> bool:
        """Whether an address that answered before, or a known one, answers, whatever it says."""
        for url in (*answered, *self._known):
            try:
                await self._client.ask("HEAD", url)
            except (NoAnswer, Postponed):
                continue
            return True
        return False

    async def _ask(self, target: Target) -> Observation:
        try:
            head = await self._patiently("HEAD", target.url, headers=_conditions(target))
        except Refused:
            raise
        except NoAnswer as error:
            # Some programs never answer HEAD.
            if not error.is_connected:
                raise
            return await self._look_inside(target, None, error)
        if _is_unchanged(target, head) or head.status == 429:
            return _judge(target, head, None)
        if head.status < 300 and not _may_hold_more(head):
            return _judge(target, head, None)
        if not self._client.pace.is_worth_waiting(httpx.URL(head.url).host):
            return _judge(target, head, None)
        return await self._look_inside(target, head, None)

    async def _look_inside(
        self, target: Target, head: Answer | None, problem: NoAnswer | None
    ) -> Observation:
        """Judges by a GET, and where the host lets no program read that, by what is known."""
        is_good = head is not None and head.status < 300
        url = head.url if head and is_good else target.url
        limit = _WHOLE_PAGE if target.fragments else FIRST_BYTES
        try:
            answer = await self._patiently("GET", url, limit=limit, robots=self._robots)
        except Disallowed:
            if problem:
                raise problem from None
            assert head is not None, "without an answer there is a problem"
            return _judge(target, head, None, is_readable=False)
        except NoAnswer:
            if head is None or not is_good:
                raise
            return _judge(target, head, None)
        if head and is_good:
            answer = _join(head, answer)
        page = None
        if answer.status < 300 and is_html(answer.headers.get("content-type", "")):
            page = read_page(answer.body, answer.headers.get("content-type", ""))
        return _judge(target, answer, page)

    async def _patiently(
        self,
        method: str,
        url: str,
        *,
        limit: int = 0,
        headers: Mapping[str, str] | None = None,
        robots: Robots | None = None,
    ) -> Answer:
        """Asks once more if the host asks for time; Postponed is not raised for that."""
        permission = robots.check if robots else None
        answer = await self._client.ask(
            method, url, limit=limit, headers=headers, permission=permission
        )
        if answer.status not in _BUSY or _is_challenge(answer):
            return answer
        if answer.status == 503 and "retry-after" not in answer.headers:
            return answer
        host = httpx.URL(answer.url).host
        seconds = read_retry_after(answer.headers)
        self._client.pace.back_off(host, seconds)
        if not self._client.pace.is_worth_waiting(host):
            return answer
        again = await self._client.ask(
            method, url, limit=limit, headers=headers, permission=permission
        )
        if again.status in _BUSY:
            self._client.pace.give_up(host)
        return again


def _judge(
    target: Target, answer: Answer, page: Page | None, *, is_readable: bool = True
) -> Observation:
    seen = Observation(outcome=Outcome.GOOD, status=answer.status)
    if _is_unchanged(target, answer):
        before = target.before
        assert before is not None, "only what was known is asked so"
        return replace(
            seen, status=before.status, etag=before.etag, last_modified=before.last_modified
        )
    if not _is_good(answer.status):
        return _judge_error(answer, is_readable=is_readable)
    seen = replace(
        seen,
        to=_redirected_to(target, answer),
        permanent=answer.is_permanent,
        etag=_valid(_ETAG, answer.headers.get("etag", "")),
        last_modified=_valid(_HTTP_DATE, answer.headers.get("last-modified", "")),
    )
    if page and page.says_not_found:
        return replace(seen, outcome=Outcome.GONE, reason="the page says that there is none")
    if answer.redirects and _is_home_instead(target.url, answer.url):
        return replace(seen, outcome=Outcome.GONE, reason="it leads to the home page")
    if page and answer.is_whole:
        missing = tuple(sorted(one for one in target.fragments if not page.has(one)))
        return replace(seen, missing=missing)
    return seen


def _is_good(status: int) -> bool:
    # 416: the page is shorter than the part that was asked for, so that it is empty.
    return status < 300 or status == 416


def _judge_error(answer: Answer, *, is_readable: bool) -> Observation:
    status = answer.status
    if status in _TO_PROGRAMS or _is_challenge(answer):
        reason = _REASONS.get(status, "the host refuses programs")
        return Observation(outcome=Outcome.BLOCKED, reason=reason, status=status)
    if not is_readable and status not in (404, 410):
        # HEAD alone failed, and nothing else may be asked.
        reason = "robots.txt lets no program read it"
        return Observation(outcome=Outcome.BLOCKED, reason=reason, status=status)
    if status < 400:
        reason = "it redirects to nowhere"
    elif status < 500:
        reason = _REASONS.get(status, "the host refuses the request")
    else:
        reason = "the host has a problem of its own"
    return Observation(outcome=Outcome.FAILED, reason=reason, status=status)


def _is_challenge(answer: Answer) -> bool:
    """Whether the host wants to see first that a person asks."""
    server = answer.headers.get("server", "").lower()
    return answer.status in (403, 503) and (
        "cf-mitigated" in answer.headers
        or "x-sucuri-block" in answer.headers
        or (answer.status == 503 and server == "cloudflare" and "cf-chl-bypass" in answer.headers)
    )


def _may_hold_more(head: Answer) -> bool:
    return is_html(head.headers.get("content-type", ""))


def _conditions(target: Target) -> dict[str, str]:
    """Asks only whether it has changed, if all that matters of it is known."""
    before = target.before
    if before is None or before.state is not LinkState.OK or target.fragments:
        return {}
    if before.etag:
        return {"If-None-Match": before.etag}
    return {"If-Modified-Since": before.last_modified} if before.last_modified else {}


def _is_unchanged(target: Target, answer: Answer) -> bool:
    """Whether the host says so, and was asked."""
    return answer.status == 304 and not answer.redirects and bool(_conditions(target))


def _join(head: Answer, answer: Answer) -> Answer:
    """The answer to a GET of where a HEAD had led, with all redirects on the way."""
    steps = [one for one in (head, answer) if one.redirects]
    return Answer(
        url=answer.url,
        status=answer.status,
        headers=answer.headers,
        body=answer.body,
        is_whole=answer.is_whole,
        redirects=head.redirects + answer.redirects,
        is_permanent=bool(steps) and all(one.is_permanent for one in steps),
        fragment=answer.fragment or head.fragment,
    )


def _redirected_to(target: Target, answer: Answer) -> str:
    if not answer.redirects or answer.url == show_address(target.url):
        return ""
    return f"{answer.url}#{answer.fragment}" if answer.fragment else answer.url


def _is_home_instead(url: str, reached: str) -> bool:
    """Whether a page below a home page is answered by that home page."""
    start, end = httpx.URL(url), httpx.URL(reached)
    if start.host.removeprefix("www.") != end.host.removeprefix("www.") or end.query:
        return False
    if _is_home(start.path) and not start.query:
        return False
    return _is_home(end.path)


def _is_home(path: str) -> bool:
    return bool(_HOME.fullmatch(path) or _LANGUAGE_HOME.fullmatch(path))


def _valid(pattern: re.Pattern[str], value: str) -> str:
    return value if pattern.fullmatch(value) else ""
