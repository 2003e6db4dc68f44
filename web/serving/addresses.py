"""The address to which the rate limit and the session limit attribute a client without an API key."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

# The address of a client on this machine.
THIS_MACHINE = "127.0.0.1"


def asker_at(address: str | None) -> str:
    """The name under which the rate limit counts the requests from `address`."""
    return "address " + neighbourhood(address or "")


def neighbourhood(address: str) -> str:
    """The address itself, or for IPv6 its /64 network, which belongs to a single subscriber as a whole."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ip_network((int(parsed), 64), strict=False))
    return str(parsed)
