"""The stores of objects that a site can be deployed to, and how each is opened.

Credentials come from the environment and from the files of the providers, never from site.yaml, and
nothing is asked anonymously. obstore knows the variables; they are listed in docs/deploy.md.
"""

import os
import re
from collections.abc import Callable, Mapping
from configparser import ConfigParser
from configparser import Error as ConfigError
from contextlib import suppress
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct
from obstore.store import AzureStore, GCSStore, ObjectStore, S3Store

from ssg.deploy.errors import DeployError

if TYPE_CHECKING:
    # obstore has them in its stubs only.
    from obstore.store import AzureConfig, ClientConfig, GCSConfig, RetryConfig, S3Config

# Whoever waits for a stalled connection waits as long as this; a file on a slow line takes long.
_REQUEST_SECONDS = 180
# For moments of bad luck: patience is the engine's.
_RETRIES: "RetryConfig" = {
    "max_retries": 2,
    "retry_timeout": timedelta(seconds=30),
    "backoff": {"init_backoff": timedelta(seconds=0.2), "max_backoff": timedelta(seconds=2)},
}
# What a header may have in it: RFC 9110, section 5.5.
_SENDABLE = re.compile(r"[\x20-\x7e]*")
# What all of the stores allow, which tell best what they do not.
_BUCKET = re.compile(r"\$?[a-zA-Z0-9][a-zA-Z0-9._-]*", re.ASCII)
# Any of these says where other credentials than those of `aws configure` are.
_AWS_CREDENTIALS = (
    "AWS_ACCESS_KEY_ID",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
)


class Bucket(Struct, frozen=True, kw_only=True):
    """Where a site is in a store: in the bucket `name`, below `prefix`, which may be empty."""

    provider: "Provider"
    name: str
    prefix: str
    endpoint: str | None
    region: str | None

    def open(self) -> ObjectStore:
        """Reads credentials and connects to nothing yet. Raises DeployError, and what obstore
        raises.
        """
        for name in self.provider.sent:
            _check_sendable(name, os.environ.get(name, ""))
        return self.provider.open(self)

    @property
    def client_options(self) -> "ClientConfig":
        return {
            "allow_http": (self.endpoint or "").startswith("http:"),
            "timeout": timedelta(seconds=_REQUEST_SECONDS),
        }


class Provider(Struct, frozen=True, kw_only=True):
    """What is particular to one kind of store."""

    open: Callable[[Bucket], ObjectStore]
    bucket: str
    """Its own word for a bucket."""
    credentials: str
    """A hint for whoever has given none."""
    sent: tuple[str, ...]
    """The variables whose values are in the headers of requests."""
    rights: str
    """A hint for whoever may not do what a deployment does."""
    tells_history: bool
    """Whether no version of an object means that earlier ones are not kept."""


def read_bucket(to: str, *, endpoint: str | None, region: str | None) -> Bucket:
    """Of an address such as `s3://bucket/prefix`, whose prefix is taken as it is written.

    Raises DeployError for what is none, and for what would send credentials where others can read
    them.
    """
    scheme, _, place = to.partition("://")
    name, _, prefix = place.partition("/")
    provider = _PROVIDERS[scheme]
    if not _BUCKET.fullmatch(name):
        raise DeployError(
            f"'{name}' cannot be the name of a {provider.bucket}",
            f"write {scheme}://{provider.bucket}/folder",
        )
    prefix = prefix.strip("/")
    if not {"", ".", ".."}.isdisjoint(prefix.split("/") if prefix else ()):
        raise DeployError(f"{to} has '//', '.' or '..' in it", "write the folder without it")
    if endpoint and not _is_private(endpoint):
        raise DeployError(
            f"{to} would get credentials over a connection that others can read",
            "begin its endpoint with https://",
        )
    return Bucket(provider=provider, name=name, prefix=prefix, endpoint=endpoint, region=region)


def _check_sendable(name: str, value: str) -> None:
    """Raises DeployError for a value on which obstore would panic."""
    if not _SENDABLE.fullmatch(value):
        raise DeployError(
            f"{name} has a line break in it, or another sign that cannot be sent",
            "set it again, without a line break at its end",
        )


def _is_private(endpoint: str) -> bool:
    parts = urlsplit(endpoint)
    if parts.scheme == "https":
        return True
    host = parts.hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _open_s3(bucket: Bucket) -> ObjectStore:
    # What is given here has precedence over the environment.
    config: S3Config = {"skip_signature": False, **_read_aws_credentials(os.environ)}
    if bucket.endpoint:
        config["aws_endpoint_url_s3"] = bucket.endpoint
    if bucket.region:
        config["region"] = bucket.region
    return S3Store(
        bucket.name,
        prefix=bucket.prefix or None,
        config=config,
        client_options=bucket.client_options,
        retry_config=_RETRIES,
    )


def _read_aws_credentials(environ: Mapping[str, str]) -> "S3Config":
    """The keys that `aws configure` has written, which obstore does not read; empty if there are
    other credentials, or may be. Raises DeployError for a profile without keys, as one for
    `aws sso login` is.
    """
    if any(environ.get(name) for name in _AWS_CREDENTIALS):
        return {}
    file = environ.get("AWS_SHARED_CREDENTIALS_FILE") or "~/.aws/credentials"
    wanted = environ.get("AWS_PROFILE", "")
    # A secret may have any character in it.
    profiles = ConfigParser(interpolation=None)
    with suppress(ConfigError, OSError, RuntimeError, UnicodeDecodeError):
        profiles.read(Path(file).expanduser(), encoding="utf-8")
    profile = profiles[wanted or "default"] if profiles.has_section(wanted or "default") else {}
    for name, value in profile.items():
        _check_sendable(f"{name} in {file}", value)
    if "aws_access_key_id" in profile and "aws_secret_access_key" in profile:
        keys: S3Config = {
            "access_key_id": profile["aws_access_key_id"],
            "secret_access_key": profile["aws_secret_access_key"],
        }
        if "aws_session_token" in profile:
            keys["session_token"] = profile["aws_session_token"]
        return keys
    if wanted:
        raise DeployError(
            f"the profile '{wanted}' of AWS_PROFILE has no keys in {file}",
            'run: eval "$(aws configure export-credentials --format env)"',
        )
    return {}


def _open_google(bucket: Bucket) -> ObjectStore:
    config: GCSConfig = {"skip_signature": False}
    if bucket.endpoint:
        config["base_url"] = bucket.endpoint
    return GCSStore(
        bucket.name,
        prefix=bucket.prefix or None,
        config=config,
        client_options=bucket.client_options,
        retry_config=_RETRIES,
    )


def _open_azure(bucket: Bucket) -> ObjectStore:
    config: AzureConfig = {"skip_signature": False}
    if bucket.endpoint:
        config["endpoint"] = bucket.endpoint
    return AzureStore(
        bucket.name,
        prefix=bucket.prefix or None,
        config=config,
        client_options=bucket.client_options,
        retry_config=_RETRIES,
    )


_PROVIDERS = {
    "s3": Provider(
        open=_open_s3,
        bucket="bucket",
        sent=(
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_TOKEN",
            "AWS_REGION",
            "AWS_DEFAULT_REGION",
        ),
        credentials="set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run 'aws configure'",
        rights="it needs s3:GetObject, s3:PutObject and s3:DeleteObject for the objects, and "
        "s3:ListBucket for the bucket",
        tells_history=True,
    ),
    "gs": Provider(
        open=_open_google,
        bucket="bucket",
        sent=("GOOGLE_BEARER_TOKEN",),
        credentials="set GOOGLE_APPLICATION_CREDENTIALS to the file of a service account, or run "
        "'gcloud auth application-default login'",
        rights="it needs the role Storage Object User for the bucket",
        tells_history=False,
    ),
    "az": Provider(
        open=_open_azure,
        bucket="container",
        sent=(
            "AZURE_STORAGE_ACCOUNT_NAME",
            "AZURE_STORAGE_ACCOUNT_KEY",
            "AZURE_STORAGE_SAS_TOKEN",
            "AZURE_STORAGE_TOKEN",
        ),
        credentials="set AZURE_STORAGE_ACCOUNT_NAME, and AZURE_STORAGE_ACCOUNT_KEY or "
        "AZURE_STORAGE_SAS_TOKEN; after 'az login', AZURE_USE_AZURE_CLI=true",
        rights="it needs the role Storage Blob Data Contributor for the container",
        tells_history=False,
    ),
}
