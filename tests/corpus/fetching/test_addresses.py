"""Which addresses are public."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.corpus.fetching.addresses import is_public, is_within


@pytest.mark.parametrize(
    "address",
    [
        "93.184.215.14",
        "1.1.1.1",
        "2606:2800:21f:cb07:6820:80da:af6b:8b2c",
        "::ffff:93.184.215.14",
        "64:ff9b::5db8:d70e",
        "2002:5db8:d70e::1",
    ],
)
def test_a_public_address_is_one(address: str) -> None:
    assert is_public(address)


def test_an_address_of_one_s_own_or_of_nobody_is_not_public() -> None:
    addresses = [
        *("127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", "::ffff:7f00:1", "64:ff9b::7f00:1", "2002:7f00:1::"),
        *("10.0.0.1", "172.16.0.1", "192.168.1.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:c0a8:101::", "fd00::1"),
        *("169.254.169.254", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "fe80::1", "fe80::1%eth0", "fec0::1"),
        *("0.0.0.0", "0.1.2.3", "::", "255.255.255.255", "240.0.0.1", "192.0.0.192", "192.88.99.1"),  # noqa: S104 - nothing binds to it
        *("100.64.0.1", "100.127.255.255", "100.100.100.200", "168.63.129.16"),
        *("224.0.0.1", "224.0.1.1", "239.255.255.255", "ff02::1", "ff0e::1"),
        *("192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "2001:db8::1", "3fff::1", "100::1"),
        *("2001::1", "2001:0:7f00:1::", "64:ff9b:1::1", "::127.0.0.1", "::7f00:1", "5f00::1", "2606:4700::1%eth0"),
    ]
    assert [address for address in addresses if is_public(address)] == []


@pytest.mark.parametrize("address", ["", "localhost", "127.1", "0x7f000001", "2130706433", "1.2.3.4.5", "[::1]"])
def test_what_is_no_address_is_not_public(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses(v=4).filter(lambda ip: not ip.is_global))
def test_no_disguise_makes_a_private_address_public(ip: ipaddress.IPv4Address) -> None:
    disguises = [int(ip), 0xFFFF << 32 | int(ip), 0x64FF9B << 96 | int(ip), 0x2002 << 112 | int(ip) << 80]
    assert not any(is_public(str(ipaddress.IPv6Address(number))) for number in disguises)


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("10.1.2.3", True),
        ("::ffff:10.1.2.3", True),
        ("fd12::1", True),
        ("11.1.2.3", False),
        ("fe80::1", False),
        ("nowhere", False),
    ],
)
def test_an_address_is_within_a_network_by_the_address_that_it_carries(address: str, inside: bool) -> None:
    assert is_within(address, ["10.0.0.0/8", "fd12::/16"]) == inside
