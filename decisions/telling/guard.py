"""Where a webhook may lead: an address is input, and must not reach into the machine or the office's network.

A name is resolved once for each attempt; every address it has must be one of the public internet, and the connection is
made to that very address (posting.py), so that a name that changes its mind in between gains nothing.
"""

import ipaddress
import socket
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from gusu_minutes.common.errors import DomainError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_UNICAST_6 = ipaddress.ip_network("2000::/3")
# Within 2000::/3: protocol assignments with Teredo, 6to4, documentation. They carry or hide other addresses.
_SPECIAL_6 = tuple(ipaddress.ip_network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
# Relays of 6to4, which Python counts as global.
_SPECIAL_4 = (ipaddress.ip_network("192.88.99.0/24"),)


class Refused(DomainError):
    """The address of a webhook is not one that the program sends to."""


@dataclass(frozen=True, slots=True)
class Target:
    """A webhook's address, taken apart; `addresses` are those that were checked, numeric."""

    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[str, ...] = ()


def take_apart(url: str) -> Target:
    """Return the parts of a webhook's address. Raises Refused for one that is not plain http(s)."""
    if any(ord(character) <= 0x20 or character in "\\\x7f" for character in url):
        raise Refused(_("An address holds no spaces."))
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii")
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}".encode("ascii").decode("ascii")
    except ValueError:  # UnicodeError too
        raise Refused(_("This is not an address.")) from None
    if parts.scheme != "https" and not (parts.scheme == "http" and settings.WEBHOOK_ALLOW_PRIVATE):
        raise Refused(_("The address begins with https://."))
    if "@" in parts.netloc or parts.fragment:
        raise Refused(_("The address holds no name, password or fragment."))
    if not host:
        raise Refused(_("This is not an address."))
    return Target(parts.scheme, host, port or (443 if parts.scheme == "https" else 80), path)


def check(url: str) -> Target:
    """Return where to connect for `url`. Raises Refused; OSError if the name cannot be resolved now."""
    target = take_apart(url)
    found = tuple(dict.fromkeys(resolve(target.host, target.port)))
    if not found or not all(may_be_reached(target.host, address) for address in found):
        raise Refused(_("The address leads into a private network; the operator has to allow that."))
    return Target(target.scheme, target.host, target.port, target.path, found)


def resolve(host: str, port: int) -> list[str]:
    """Return the numeric addresses of a host."""
    found: Any = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [entry[4][0] for entry in found]


def may_be_reached(host: str, numeric: str) -> bool:
    """Return whether `numeric`, an address of `host`, is public, or private and allowed by the settings."""
    try:
        address = ipaddress.ip_address(numeric)
    except ValueError:  # one with a zone, of this link only
        return False
    if is_public(address):
        return True
    if address.is_multicast or address.is_unspecified:
        return False
    return settings.WEBHOOK_ALLOW_PRIVATE or any(_covers(entry, host, address) for entry in settings.WEBHOOK_ALLOWED)


def is_public(address: Address) -> bool:
    """Return whether an address is one machine of the public internet and hides no other address in it."""
    if isinstance(address, ipaddress.IPv6Address):
        return address in _UNICAST_6 and not any(address in net for net in _SPECIAL_6) and address.is_global
    return address.is_global and not address.is_multicast and not any(address in net for net in _SPECIAL_4)


def _covers(entry: str, host: str, address: Address) -> bool:
    """Whether an entry of the settings, a host or a network, allows this one."""
    try:
        return address in ipaddress.ip_network(entry)
    except ValueError:
        return entry.lower() == host
