"""Whom a request without an API key is counted for: its address."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

# What Streamlit's page says of a client on this machine.
THIS_MACHINE = "127.0.0.1"


def asker_at(address: str | None) -> str:
    """The name under which the rate limit counts what an address asks for."""
    return "address " + neighbourhood(address or "")


def neighbourhood(address: str) -> str:
    """Whom an address stands for: itself, and in IPv6 its /64, of which a single subscriber has all."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ip_network((int(parsed), 64), strict=False))
    return str(parsed)
