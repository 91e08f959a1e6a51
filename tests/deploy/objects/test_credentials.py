"""Credentials for buckets: where they are found, and what is said of those that do not do."""

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import httpx
import pytest

from ssg.deploy.errors import DeployError
from ssg.deploy.objects import ObjectTarget
from tests.deploy.objects.buckets import ENVIRONMENT, Bucket, S3Bucket, s3_client

Ask = Callable[[ObjectTarget], Awaitable[object]]

# Nothing listens there.
_NOWHERE = "127.0.0.1:9"
_READ_ONLY = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": "*"}
    ],
}
_FOR_S3 = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run 'aws configure'"


def use(bucket: Bucket, ask: Ask = ObjectTarget.read_state) -> None:
    async def connect() -> None:
        async with ObjectTarget(bucket.address, endpoint=bucket.endpoint, region=None) as target:
            await ask(target)

    asyncio.run(connect())


def refuse(bucket: Bucket, ask: Ask = ObjectTarget.read_state) -> tuple[str, str]:
    """What is said instead, and the hint."""
    with pytest.raises(DeployError) as refused:
        use(bucket, ask)
    return refused.value.message.replace(bucket.address, "TARGET"), refused.value.hint


@pytest.fixture
def reader(s3: S3Bucket, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """Keys that may only read, of a server that lets in nobody else meanwhile."""
    user = {"UserName": "reader"}
    with s3_client("iam", s3.endpoint) as iam:
        iam.create_user(**user)
        iam.put_user_policy(**user, PolicyName="read", PolicyDocument=json.dumps(_READ_ONLY))
        key = iam.create_access_key(**user)["AccessKey"]
        keys = dict(zip(_AWS_KEYS, (key["AccessKeyId"], key["SecretAccessKey"]), strict=True))
        for name, value in keys.items():
            monkeypatch.setenv(name, value)
        _let_in(s3, "0")
        yield keys
        _let_in(s3, "inf")
        iam.delete_access_key(**user, AccessKeyId=key["AccessKeyId"])
        iam.delete_user_policy(**user, PolicyName="read")
        iam.delete_user(**user)


_AWS_KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")


def _let_in(s3: S3Bucket, requests: str) -> None:
    """That many, before the server asks who it is."""
    httpx.post(f"{s3.endpoint}/moto-api/reset-auth", content=requests).raise_for_status()


@pytest.mark.usefixtures("reader")
def test_what_is_not_allowed_is_said_with_what_it_needs(s3: S3Bucket) -> None:
    use(s3)
    use(s3, ObjectTarget.find_untracked)
    rights = "it needs s3:GetObject, s3:PutObject and s3:DeleteObject for the objects, and"
    rights += " s3:ListBucket for the bucket"
    problem = "TARGET does not allow what a deployment does"
    assert refuse(s3, _lock) == (f"{problem} (403 AccessDenied)", rights)
    assert refuse(s3, lambda target: target.delete(["x"])) == (f"{problem} (AccessDenied)", rights)


async def _lock(target: ObjectTarget) -> None:
    assert target.lock
    await target.lock.create(b"mine")


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize(
    ("name", "value", "answer"),
    [
        ("AWS_SECRET_ACCESS_KEY", "wrong", "403 SignatureDoesNotMatch"),
        ("AWS_ACCESS_KEY_ID", "unknown", "403 InvalidAccessKeyId"),
        ("AWS_SESSION_TOKEN", "old", "400 InvalidToken"),
    ],
)
def test_s3_keys_that_are_wrong_are_said_to_be(
    s3: S3Bucket, monkeypatch: pytest.MonkeyPatch, name: str, value: str, answer: str
) -> None:
    monkeypatch.setenv(name, value)
    assert refuse(s3) == (f"the credentials for TARGET are not accepted ({answer})", _FOR_S3)


def test_keys_of_azure_and_google_that_are_wrong_are_said_to_be(
    azure: Bucket, gs: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_KEY", base64.b64encode(b"wrong" * 10).decode())
    message, hint = refuse(azure, _lock)
    # Azure itself says AuthenticationFailed, and has this for what a key may not do.
    assert message == "TARGET does not allow what a deployment does (403 AuthorizationFailure)"
    assert hint == "it needs the role Storage Blob Data Contributor for the container"
    monkeypatch.setenv("GOOGLE_BEARER_TOKEN", "wrong")
    message, hint = refuse(gs)
    assert message == "the credentials for TARGET are not accepted (401 AuthenticationRequired)"
    assert hint.startswith("set GOOGLE_APPLICATION_CREDENTIALS to the file of a service account")


def test_credentials_that_are_missing_are_said_to_be(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ENVIRONMENT:
        monkeypatch.delenv(name)
    # Machines in clouds get theirs from there.
    monkeypatch.setenv("AWS_METADATA_ENDPOINT", f"http://{_NOWHERE}")
    monkeypatch.setenv("GCE_METADATA_HOST", _NOWHERE)
    monkeypatch.setenv("GCE_METADATA_IP", _NOWHERE)
    monkeypatch.setenv("HOME", str(tmp_path))
    message, hint = refuse(bucket)
    assert message == "the credentials for TARGET are missing"
    assert hint.startswith("set ")


def test_what_aws_configure_has_written_is_used(
    s3: S3Bucket, reader: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / ".aws/credentials"
    file.parent.mkdir()
    lines = "".join(f"{name.lower()} = {value}\n" for name, value in reader.items())
    file.write_text(f"[default]\naws_access_key_id = %(wrong\n[mine]\n{lines}")
    for name in reader:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_PROFILE", "mine")
    use(s3)
    monkeypatch.setenv("AWS_PROFILE", "signed-in")
    assert refuse(s3) == (
        "the profile 'signed-in' of AWS_PROFILE has no keys in ~/.aws/credentials",
        'run: eval "$(aws configure export-credentials --format env)"',
    )
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "of-the-environment")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "which-comes-first")
    assert "InvalidAccessKeyId" in refuse(s3)[0]


@pytest.mark.parametrize("added", ["\n", "\N{LATIN SMALL LETTER E WITH ACUTE}"])
def test_a_secret_that_cannot_be_sent_is_named(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch, added: str
) -> None:
    for name in ("AWS_SECRET_ACCESS_KEY", "AZURE_STORAGE_ACCOUNT_KEY", "GOOGLE_BEARER_TOKEN"):
        monkeypatch.setenv(name, ENVIRONMENT[name] + added)
    message, hint = refuse(bucket)
    assert message.endswith(" has a line break in it, or another sign that cannot be sent")
    assert hint == "set it again, without a line break at its end"


@pytest.mark.parametrize(
    ("name", "environment"),
    [
        ("azure", {"AZURE_USE_AZURE_CLI": "true", "PATH": ""}),
        (
            "azure",
            {
                "AZURE_FEDERATED_TOKEN_FILE": "/no/such/file",
                "AZURE_CLIENT_ID": "client",
                "AZURE_TENANT_ID": "tenant",
            },
        ),
        ("s3", {"AWS_WEB_IDENTITY_TOKEN_FILE": "/no/such/file", "AWS_ROLE_ARN": "role"}),
    ],
)
def test_a_login_of_another_program_that_does_not_do_is_explained(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    environment: dict[str, str],
) -> None:
    bucket: Bucket = request.getfixturevalue(name)
    for key in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AZURE_STORAGE_ACCOUNT_KEY"):
        monkeypatch.delenv(key)
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    assert refuse(bucket)[0] == "the credentials for TARGET cannot be read"


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ('{"type": "external_account"}', "are of a kind that ssg does not know: external_account"),
        ("{", "cannot be read"),
        (None, "are missing"),
    ],
)
def test_a_file_of_credentials_for_google_that_does_not_do_is_explained(
    gs: Bucket,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    written: str | None,
    problem: str,
) -> None:
    file = tmp_path / "credentials.json"
    if written is not None:
        file.write_text(written)
    monkeypatch.delenv("GOOGLE_BEARER_TOKEN")
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(file))
    message, hint = refuse(gs)
    assert message == f"the credentials for TARGET {problem}"
    assert hint.startswith("set GOOGLE_")


def test_a_request_is_signed_whatever_the_environment_says(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    for provider in ("AWS", "AZURE", "GOOGLE"):
        monkeypatch.setenv(f"{provider}_SKIP_SIGNATURE", "true")
    use(bucket)


@pytest.mark.parametrize(
    "endpoint", ["http://s3.example.org", "http://10.0.0.1:9000", "s3.example"]
)
def test_an_endpoint_that_others_can_listen_to_gets_no_credentials(endpoint: str) -> None:
    with pytest.raises(DeployError) as refused:
        ObjectTarget("s3://bucket", endpoint=endpoint, region=None)
    assert refused.value.message == (
        "s3://bucket would get credentials over a connection that others can read"
    )
    assert refused.value.hint == "begin its endpoint with https://"


def test_such_an_endpoint_of_the_environment_gets_none_either(
    s3: S3Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3.endpoint)
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")

    async def connect() -> None:
        async with ObjectTarget(s3.address, endpoint=None, region=None) as target:
            await target.read_state()

    with pytest.raises(DeployError, match="over a connection that others can read"):
        asyncio.run(connect())


def test_the_endpoint_of_the_settings_has_precedence(
    s3: S3Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"https://{_NOWHERE}")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"https://{_NOWHERE}")
    use(s3)
