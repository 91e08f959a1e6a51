from ipaddress import IPv4Address, IPv6Address

import pytest

from ssg.preview.hosts import (
    AllowedHosts,
    InvalidHost,
    is_same_origin,
    parse_host,
    parse_host_header,
)

LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]


def allows(hosts: AllowedHosts, header: str) -> bool:
    return hosts.allow(parse_host_header(header))


@pytest.mark.parametrize("header", LOOPBACK)
@pytest.mark.parametrize("port", ["", ":", ":80", ":8000", ":65535"])
@pytest.mark.parametrize("bound", ["127.0.0.1", "0.0.0.0", "::", "192.168.1.5", "desk.lan"])
def test_the_loopback_is_always_allowed_with_any_port(header: str, port: str, bound: str) -> None:
    assert allows(AllowedHosts(bound), header + port)


@pytest.mark.parametrize("header", ["LOCALHOST:8000", "localhost.", "LocalHost.:80", "[0:0::0:1]"])
def test_a_host_may_be_written_in_several_ways(header: str) -> None:
    assert allows(AllowedHosts("127.0.0.1"), header)


@pytest.mark.parametrize(
    "header",
    [
        "",
        ":8000",
        "example.org",
        "example.org:8000",
        "localhost.example.org",
        "example.localhost",
        "127.0.0.1.example.org",
        "127.0.0.1.nip.io",
        "127.0.0.2",
        "10.0.0.1",
        "[::2]",
        "[::ffff:127.0.0.1]",
        "127.1",
        "0x7f.0.0.1",
        "2130706433",
        "127.0.0.01",
        "0.0.0.0",
    ],
)
def test_other_hosts_are_not_allowed(header: str) -> None:
    assert not allows(AllowedHosts("127.0.0.1"), header)


@pytest.mark.parametrize(
    "header",
    [
        "localhost,localhost",
        "localhost, example.org",
        "user@localhost",
        "user:password@localhost",
        "localhost:port",
        "localhost:123456",
        "localhost:80:80",
        "localhost:-1",
        " localhost",
        "localhost ",
        "localhost..",
        "localhost/",
        "localhost#",
        "localhost%2e",
        "http://localhost",
        "[::1",
        "::1",
        "[::1]x",
        "[127.0.0.1]",
        "[localhost]",
        "[]",
        "[::1%25lo]x",
        "x" * 300,
        "localhost\x00",
        "locålhost" * 30,
    ],
)
def test_what_is_no_host_has_none(header: str) -> None:
    assert parse_host_header(header) is None
    assert not allows(AllowedHosts("0.0.0.0"), header)


def test_the_host_that_the_server_listens_on_is_allowed() -> None:
    assert allows(AllowedHosts("192.168.1.5"), "192.168.1.5:8000")
    assert not allows(AllowedHosts("192.168.1.5"), "192.168.1.6:8000")
    assert allows(AllowedHosts("2001:DB8::1"), "[2001:db8:0::1]:8000")
    assert allows(AllowedHosts("Desk.lan"), "desk.lan:8000")


@pytest.mark.parametrize("bound", ["0.0.0.0", "::", "[::]"])
def test_a_server_for_all_interfaces_allows_every_address_but_no_name(bound: str) -> None:
    hosts = AllowedHosts(bound)
    assert allows(hosts, "192.168.1.5:8000")
    assert allows(hosts, "[fe80::1]:8000")
    assert not allows(hosts, "desk.lan:8000")
    # Browsers look such a text up as a name, or write it as an address.
    assert not allows(hosts, "192.168.261")


def test_further_names_are_allowed() -> None:
    hosts = AllowedHosts("0.0.0.0", ["desk.lan", "Büro.local", "my_laptop", "10.1.2.3"])
    assert allows(hosts, "DESK.lan.:8000")
    assert allows(hosts, "xn--bro-hoa.local")
    assert allows(hosts, "my_laptop")
    assert not allows(hosts, "example.desk.lan")


@pytest.mark.parametrize(
    "text", ["", ".", "a b", "http://desk.lan", "desk.lan:8000", "desk.lan/", "a..b", "x" * 64, "*"]
)
def test_an_option_must_name_a_host(text: str) -> None:
    with pytest.raises(InvalidHost, match="is neither the name of a host nor an address"):
        AllowedHosts("127.0.0.1", [text])


def test_hosts_are_compared_by_what_they_mean() -> None:
    assert parse_host("[::1]") == IPv6Address("::1")
    assert parse_host("127.0.0.1") == IPv4Address("127.0.0.1")
    assert parse_host("DESK.LAN.") == "desk.lan"


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://localhost:8000", "localhost:8000"),
        ("https://localhost:8000", "localhost:8000"),
        ("https://desk.lan", "desk.lan"),
        ("http://LOCALHOST:8000", "localhost:8000"),
        ("http://[::1]:8000", "[::1]:8000"),
    ],
)
def test_pages_of_the_preview_have_its_origin(origin: str, host: str) -> None:
    assert is_same_origin(origin, host)


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "null",
        "localhost:8000",
        "//localhost:8000",
        "http://localhost",
        "http://localhost:8001",
        "http://127.0.0.1:8000",
        "http://example.org",
        "http://localhost:8000.example.org",
        "http://localhost:8000/",
        "http://user@localhost:8000",
        "file://localhost:8000",
        "ws://localhost:8000",
        "http://localhost:8000,http://localhost:8000",
        "http://example.org http://localhost:8000",
    ],
)
def test_all_other_pages_have_another_origin(origin: str) -> None:
    assert not is_same_origin(origin, "localhost:8000")
