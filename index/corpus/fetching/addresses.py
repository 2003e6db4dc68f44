"""Decides which network addresses are public, and not part of this machine or its private networks."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

# Not public, although `is_global` says so: protocol assignments, the old 6to4 relays, and an address at which a cloud
# provider's own service answers its virtual machines.
_SPECIAL = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"), IPv4Network("168.63.129.16/32"))
# The part of IPv6 that is assigned to the public so far, and the exceptions in it.
_UNICAST = IPv6Network("2000::/3")
_UNICAST_SPECIAL = (IPv6Network("2001::/23"), IPv6Network("2001:db8::/32"), IPv6Network("3fff::/20"))
_TRANSLATED = IPv6Network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether connecting to `address` is allowed; an IPv6 address that embeds an IPv4 one is judged by the latter."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        carried = _carried(ip)
        return _is_public_6(ip) if carried is None else _is_public_4(carried)
    return _is_public_4(ip)


def is_within(address: str, networks: Iterable[str]) -> bool:
    """Whether `address`, or the IPv4 address that it carries, is in one of `networks` ("10.0.0.0/8")."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        ip = _carried(ip) or ip
    return any(ip in ip_network(network) for network in networks)


def _carried(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address in a mapped, a 6to4 or a translated (NAT64) address, or `None`."""
    if ip in _TRANSLATED:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour


def _is_public_4(ip: IPv4Address) -> bool:
    # Multicast and some reserved addresses count as global.
    own = ip.is_multicast or ip.is_reserved or any(ip in network for network in _SPECIAL)
    return ip.is_global and not own


def _is_public_6(ip: IPv6Address) -> bool:
    # An address with a zone is only valid on one link.
    if ip.scope_id is not None or ip not in _UNICAST:
        return False
    return ip.is_global and not any(ip in network for network in _UNICAST_SPECIAL)
