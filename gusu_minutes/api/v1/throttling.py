"""How many requests a minute: counted by address, or by token, in Django's cache.

A window is a minute of the clock. Counting is one `incr`, so servers that share a cache count together; each counts
alone with a cache of its own (docs/deployment.md).
"""

import hashlib
import ipaddress
from dataclasses import dataclass
from time import time
from typing import Any

from django.conf import settings
from django.core.cache import cache

WINDOW = 60  # seconds


@dataclass(frozen=True, slots=True)
class Count:
    """How one who asks stands: the limit, how many requests of it are left, and in how many seconds it begins anew."""

    policy: str
    limit: int
    used: int
    reset: int

    @property
    def exceeded(self) -> bool:
        return self.used > self.limit

    @property
    def headers(self) -> dict[str, str]:
        """Return what draft-ietf-httpapi-ratelimit-headers says a server tells."""
        left = max(0, self.limit - self.used)
        headers = {
            "RateLimit-Policy": f'"{self.policy}";q={self.limit};w={WINDOW}',
            "RateLimit": f'"{self.policy}";r={left};t={self.reset}',
        }
        return headers | ({"Retry-After": str(self.reset)} if self.exceeded else {})


def count_request(policy: str, who: str) -> Count:
    """Count one request of `who` under a policy of `settings.API_LIMITS` and return how that one stands."""
    now = time()
    window, reset = int(now // WINDOW), WINDOW - int(now % WINDOW)
    key = f"api-limit-{policy}-{window}-{hashlib.sha256(who.encode()).hexdigest()[:32]}"
    cache.add(key, 0, timeout=2 * WINDOW)
    try:
        used = cache.incr(key)
    except ValueError:  # a full cache threw the count away in between
        used = 1
    return Count(policy, settings.API_LIMITS[policy], used, reset)


def address_of(request: Any) -> str:
    """Return the address of who asks; behind `settings.PROXIES` proxies it is what the outermost of them saw.

    What a client writes into X-Forwarded-For itself stands further left and is never believed.
    """
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    address = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES and forwarded:
        address = forwarded[-min(settings.PROXIES, len(forwarded))]
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return ""


def network_of(address: str) -> str:
    """Return whom an address is counted as: itself, or its /64 in IPv6, which one subscriber has whole."""
    if not address or ipaddress.ip_address(address).version == 4:
        return address
    return str(ipaddress.ip_network(f"{address}/64", strict=False))
