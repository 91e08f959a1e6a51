"""Addresses of folders that are reached by SSH."""

import pytest

from ssg.deploy.errors import DeployError
from ssg.deploy.ssh_address import SshAddress, parse_ssh_address, refuse_host


@pytest.mark.parametrize(
    ("to", "address"),
    [
        ("sftp://host/srv", SshAddress(host="host", user=None, port=None, folder="/srv")),
        ("sftp://me@host/~/www/", SshAddress(host="host", user="me", port=None, folder="www")),
        ("sftp://a%40b@host/srv", SshAddress(host="host", user="a@b", port=None, folder="/srv")),
        ("sftp://[::1]:2022/a%20b", SshAddress(host="::1", user=None, port=2022, folder="/a b")),
    ],
)
def test_an_address_names_host_user_port_and_folder(to: str, address: SshAddress) -> None:
    assert parse_ssh_address(to) == address


@pytest.mark.parametrize(
    "to",
    [
        "sftp:///srv",
        "sftp://host",
        "sftp://host/",
        "sftp://host/~/",
        "sftp://host:port/srv",
        "sftp://host:99999/srv",
        "sftp://[::1/srv",
        "sftp://-oProxyCommand=x/srv",
        "sftp://-l@host/srv",
        "sftp://%2Dl@host/srv",
        "sftp://host;id/srv",
        "sftp://a%3Ab@host/srv",
        "sftp://host/a%00b",
        "sftp://host/a%0Ab",
        "sftp://host/srv?query",
        "sftp://host/srv#fragment",
    ],
)
def test_what_is_no_address_is_refused(to: str) -> None:
    with pytest.raises(DeployError, match="the address of the target is not valid"):
        parse_ssh_address(to)


def test_a_password_is_refused_but_not_printed() -> None:
    with pytest.raises(DeployError, match="has a password in it") as refused:
        parse_ssh_address("sftp://me:secret@host/srv")
    assert "secret" not in refused.value.message + refused.value.hint


def test_an_unknown_host_comes_with_the_command_that_shows_its_keys() -> None:
    refused = refuse_host(parse_ssh_address("sftp://host/srv"))
    assert "ssh-keyscan host | ssh-keygen -lf -" in refused.hint
