"""From host names to addresses, none of them inside somebody's own network."""

import asyncio
import socket
from collections.abc import Iterable, Mapping, Set
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpcore

from scrapers.errors import ForeignHost, NoSuchHost

_NAT64 = ip_network("64:ff9b::/96")
"""IPv4 addresses as networks without IPv4 write them."""
_UNICAST = ip_network("2000::/3")
"""All of IPv6 that is given out to the public (RFC 4291)."""

SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


class Addresses(httpcore.AsyncNetworkBackend):
    """Opens connections to public addresses only.

    A name is looked up here and the connection goes to the address that was looked at, so that no second look-up can
    lead elsewhere. `connect_to` maps host names to `address:port`, as curl's --connect-to does, and is trusted; so is
    what `trusted` names, now or later.
    """

    def __init__(self, *, connect_to: Mapping[str, str], trusted: Set[str] = frozenset()) -> None:
        self._connect_to = dict(connect_to)
        self._trusted = trusted
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address of `host` that answers; raise NoSuchHost or ForeignHost."""
        if elsewhere := self._connect_to.get(host):
            address, _, to = elsewhere.rpartition(":")
            return await self._inner.connect_tcp(address, int(to), timeout, local_address, socket_options)
        addresses = [host] if host in self._trusted else await _public(host, port, timeout)
        for address in addresses[:-1]:
            with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):  # IPv6 without a route, a dead twin
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
        return await self._inner.connect_tcp(addresses[-1], port, timeout, local_address, socket_options)

    async def sleep(self, seconds: float) -> None:
        """Sleep."""
        await asyncio.sleep(seconds)


async def _public(host: str, port: int, timeout: float | None) -> list[str]:
    """Return the addresses of `host`, if all of them are public."""
    try:
        async with asyncio.timeout(timeout):
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except TimeoutError as error:
        raise httpcore.ConnectTimeout(f"{host} was not looked up in time") from error
    except (socket.gaierror, UnicodeError) as error:
        raise NoSuchHost(
            host, f"no address ({error})", cure="correct the host in the site file, or try later"
        ) from error
    addresses = list(dict.fromkeys(str(address[0]) for *_, address in found))
    for address in addresses:
        if not _is_public(address):
            raise ForeignHost(host, f"has the private address {address}", cure="leave it: it is no public site")
    return addresses


def _is_public(address: str) -> bool:
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        inside = found.ipv4_mapped or found.sixtofour or (IPv4Address(found.packed[-4:]) if found in _NAT64 else None)
        if inside is not None:
            return inside.is_global and not inside.is_multicast
        return found.is_global and found in _UNICAST
    return found.is_global and not found.is_multicast
