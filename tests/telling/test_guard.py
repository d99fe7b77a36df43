"""Where a webhook may lead, and that the connection is made to what was checked."""

import socket

import pytest

from decisions.telling import guard, posting
from decisions.telling.guard import Refused, check, may_be_reached, take_apart

PUBLIC = "93.184.215.14"
ANY = "0.0.0.0"  # noqa: S104 (nothing is bound)


@pytest.fixture
def names(monkeypatch):
    """A resolver of our own: names({"host": [addresses]}); it counts how often it was asked."""

    def install(table):
        asked = []

        def getaddrinfo(host, port, *args, **kwargs):
            asked.append(host)
            entry = table[host]
            found = entry.pop(0) if isinstance(entry[0], list) else entry
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

        monkeypatch.setattr(guard.socket, "getaddrinfo", getaddrinfo)
        return asked

    return install


@pytest.mark.parametrize(
    "url",
    [
        "",
        "oa.example.org",
        "http://oa.example.org/",
        "ftp://oa.example.org/",
        "file:///etc/passwd",
        "https:///path",
        "https://user@oa.example.org/",
        "https://user:password@oa.example.org/",
        "https://oa.example.org/#fragment",
        "https://oa.example.org:99999/",
        "https://oa.example.org:x/",
        "https://oa.example.org/a b",
        "https://oa.example.org/\r\nX-Evil: 1",
        "https://oa.example.org\\@127.0.0.1/",
        "https://" + "a" * 70 + ".example.org/",
        "https://oa.example.org/路径",
        "https://[::1/",
    ],
)
def test_what_is_no_plain_https_address_is_refused(url):
    with pytest.raises(Refused):
        take_apart(url)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", ANY, "0.1.2.3", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "192.0.0.1", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
        "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::ffff:127.0.0.1", "::ffff:93.184.215.14", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::5db8:d70e",
        "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "2002:5db8:d70e::1", "3fff::1",
        "fc00::1", "fd12::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "nonsense",
    ],
)  # fmt: skip
def test_what_is_not_public_is_refused(address, names):
    assert not may_be_reached("oa.example.org", address)
    names({"oa.example.org": [PUBLIC, address]})
    with pytest.raises(Refused):
        check("https://oa.example.org/")


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "[::1]", "localhost", "017700000001"])
def test_odd_ways_to_write_this_machine_are_refused(host):
    with pytest.raises((Refused, OSError)):
        check(f"https://{host}/")


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_what_is_public_is_reached(address, names):
    names({"oa.example.org": [address]})
    target = check("https://OA.example.org/hook?x=1")
    assert target == guard.Target("https", "oa.example.org", 443, "/hook?x=1", (address,))


@pytest.mark.parametrize(
    ("entry", "reached"), [("10.1.2.0/24", True), ("oa.example.org", True), ("10.9.0.0/16", False)]
)
def test_what_the_operator_allows(entry, reached, settings):
    settings.WEBHOOK_ALLOWED = [entry]
    assert may_be_reached("oa.example.org", "10.1.2.3") is reached
    assert not may_be_reached("oa.example.org", "224.0.0.1")
    assert not may_be_reached("oa.example.org", ANY)
    with pytest.raises(Refused):
        take_apart("http://oa.example.org/")


def test_allowing_private_allows_http(settings):
    settings.WEBHOOK_ALLOW_PRIVATE = True
    assert check("http://127.0.0.1:9/").addresses == ("127.0.0.1",)
    assert not may_be_reached("oa.example.org", ANY)


def test_the_certificate_is_that_of_the_name(names, monkeypatch):
    """TLS goes to the address that was checked, under the name that was asked for."""
    names({"oa.example.org": [PUBLIC]})
    asked_for = {}

    class Context:
        def wrap_socket(self, plain, **options):
            asked_for.update(options)
            raise ConnectionResetError(104, "enough")

    monkeypatch.setattr(posting.socket, "create_connection", lambda *args, **options: socket.socket())
    monkeypatch.setattr(posting.ssl, "create_default_context", Context)
    with pytest.raises(ConnectionResetError):
        posting.post(check("https://oa.example.org/"), b"{}", {})
    assert asked_for == {"server_hostname": "oa.example.org", "do_handshake_on_connect": False}


def test_a_name_that_changes_its_mind_gains_nothing(names, monkeypatch):
    """It is looked up once, and the connection is made to what was checked."""
    asked = names({"oa.example.org": [[PUBLIC], ["127.0.0.1"]]})
    connected = []

    def create_connection(address, timeout):
        connected.append(address)
        raise ConnectionRefusedError(111, "no")

    target = check("https://oa.example.org/")
    monkeypatch.setattr(posting.socket, "create_connection", create_connection)
    with pytest.raises(ConnectionRefusedError):
        posting.post(target, b"{}", {})
    assert asked == ["oa.example.org"]
    assert connected == [(PUBLIC, 443)]
    with pytest.raises(Refused):  # at the next attempt it is looked at again
        check("https://oa.example.org/")
