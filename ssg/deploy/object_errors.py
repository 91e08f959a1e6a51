"""What obstore's errors mean, in our own words: its own have addresses and answers in them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from obstore.exceptions import BaseError

from ssg.deploy.errors import ConnectionLost, DeployError
from ssg.deploy.object_providers import Bucket

# An answer's status, and the word that stores have for what was wrong.
_STATUS = re.compile(r"\bstatus code: (\d{3})\b|\(code: (\d{3})\)")
_CODE = re.compile(r"<Code>(\w+)</Code>|\(code: ([A-Za-z]+)\)")
_REGION = re.compile(r"<Region>([\w-]+)</Region>")

_NO_BUCKET = frozenset({"ContainerNotFound", "NoSuchBucket"})
_OTHER_REGION = frozenset({"AuthorizationHeaderMalformed", "IllegalLocationConstraintException"})
_BAD_CREDENTIALS = frozenset(
    {
        "AuthenticationFailed",
        "ExpiredToken",
        "InvalidAccessKeyId",
        "InvalidToken",
        "NoAuthenticationInformation",
        "SignatureDoesNotMatch",
        "TokenRefreshRequired",
    }
)
# What obstore says of a redirect without an address, and no more of the answer.
_REDIRECT = "incorrectly configured region"
_WRONG_CLOCK = "RequestTimeTooSkewed"
_TRY_AGAIN_CODES = frozenset(
    {"InternalError", "RequestTimeout", "ServerBusy", "ServiceUnavailable", "SlowDown"}
)
_TRY_AGAIN = frozenset({408, 409, 429, 500, 502, 503, 504})

# Cloud machines get theirs from such an address, which is only asked if there are no others.
_METADATA = re.compile(
    r"https?://[^/\s]+/(?:latest/(?:api/token|meta-data/)|computeMetadata/|metadata/identity/)"
)
_TOKEN = "Error performing token request"
_NO_CREDENTIALS = ("Account must be specified", "Unable to open")
_OTHER_LOGIN = "external_account"
# Those that are only read when they are needed.
_UNREADABLE = ("AzureCli", "FederatedTokenFile", "Failed to read token file")

_OBJECT = re.compile("Object at location ")

_REASONS = {
    "certificate": "its certificate is not trusted",
    "dns error": "there is no such host",
    "Connection refused": "it refuses connections",
    "timed out": "it did not answer in time",
}


@contextmanager
def own_words(bucket: Bucket, label: str) -> Iterator[None]:
    """Raises ConnectionLost and DeployError for what goes wrong with a request."""
    try:
        yield
    except (BaseError, FileNotFoundError) as error:
        if isinstance(error, FileNotFoundError) and not _OBJECT.match(str(error)):
            # A file of this machine.
            raise
        # The cause would be shown with a traceback, and has more in it than anyone should see.
        raise _explain(str(error), bucket, label) from None


@contextmanager
def own_words_for_credentials(bucket: Bucket, label: str) -> Iterator[None]:
    """Raises DeployError for what is wrong before any request."""
    try:
        yield
    except (BaseError, ValueError) as error:
        raise _explain_credentials(str(error), bucket, label) from None


def explain_missing_conditions(label: str) -> DeployError:
    return DeployError(
        f"{label} is in a store that does not know If-Match and If-None-Match, which keep two"
        " deployments apart",
        "use a store that knows them",
    )


def has_no_bucket(error: FileNotFoundError) -> bool:
    """Whether the bucket is missing, rather than one object in it."""
    return _code(str(error)) in _NO_BUCKET


def _explain_credentials(text: str, bucket: Bucket, label: str) -> DeployError:
    if _OTHER_LOGIN in text:
        return DeployError(
            f"the credentials for {label} are of a kind that ssg does not know: external_account",
            "set GOOGLE_BEARER_TOKEN to an access token",
        )
    is_missing = any(sign in text for sign in _NO_CREDENTIALS)
    problem = "are missing" if is_missing else "cannot be read"
    return DeployError(f"the credentials for {label} {problem}", bucket.provider.credentials)


def _explain(text: str, bucket: Bucket, label: str) -> ConnectionLost | DeployError:
    status, code = _status(text), _code(text)
    if any(sign in text for sign in _UNREADABLE):
        return _explain_credentials(text, bucket, label)
    if _METADATA.search(text):
        return DeployError(f"the credentials for {label} are missing", bucket.provider.credentials)
    if code in _TRY_AGAIN_CODES or status in _TRY_AGAIN:
        return ConnectionLost(f"the answer was {_answer(status, code)}")
    if _TOKEN in text and status:
        return DeployError(
            f"the credentials for {label} are not accepted ({status})", bucket.provider.credentials
        )
    if status or code or _REDIRECT in text:
        return _explain_refusal(text, bucket, label)
    if "builder error" in text:
        return DeployError(
            f"{label} would get credentials over a connection that others can read",
            "begin its endpoint with https://",
        )
    if "HTTP error" in text or "HttpError" in text:
        return ConnectionLost(_reason(text))
    return DeployError(
        f"{label} answers what no such store would", "see whether 'endpoint' is the right one"
    )


def _explain_refusal(text: str, bucket: Bucket, label: str) -> DeployError:
    status, code = _status(text), _code(text)
    answer = _answer(status, code)
    if code in _NO_BUCKET:
        place = bucket.provider.bucket
        return DeployError(
            f"there is no {place} '{bucket.name}' ({answer})", "make it first, or correct 'to'"
        )
    if code in _OTHER_REGION or _REDIRECT in text:
        found = _REGION.search(text)
        return DeployError(
            f"the bucket '{bucket.name}' is in another region",
            f"set region: {found[1]}" if found else "set 'region' to that of the bucket",
        )
    if status == 501:
        # Nothing else that is asked of stores is uncommon.
        return explain_missing_conditions(label)
    if code == _WRONG_CLOCK:
        return DeployError(f"{label} refuses the time of this computer", "set its clock")
    if code in _BAD_CREDENTIALS or status == 401:
        return DeployError(
            f"the credentials for {label} are not accepted ({answer})",
            bucket.provider.credentials,
        )
    if status == 403 or code == "AccessDenied":
        return DeployError(
            f"{label} does not allow what a deployment does ({answer})", bucket.provider.rights
        )
    return DeployError(f"{label} refuses a request ({answer})")


def _answer(status: int, code: str) -> str:
    return " ".join(filter(None, (str(status or ""), code)))


def _status(text: str) -> int:
    found = _STATUS.search(text)
    return int(found[1] or found[2]) if found else 0


def _code(text: str) -> str:
    found = _CODE.search(text)
    return (found[1] or found[2]) if found else ""


def _reason(text: str) -> str:
    return next((reason for sign, reason in _REASONS.items() if sign in text), "it broke off")
