"""TLS: whose certificate is trusted for whom, and HTTP/2 over it."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived

from scrapers.client import Client
from scrapers.errors import BadCertificate
from scrapers.records import Site
from scrapers.visit import Visit
from tests.web import ARTICLE, HTML, QUICK, Kept, Raw, listening, response, site_at, visiting

pytestmark = pytest.mark.anyio


Https = Callable[..., AbstractAsyncContextManager[tuple[str, Raw]]]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


@pytest.fixture
def https(authority: trustme.CA) -> Https:
    """Serve the article over TLS with a certificate of `authority`."""

    @asynccontextmanager
    async def serving(name: str = "localhost", **dates: datetime) -> AsyncIterator[tuple[str, Raw]]:
        raw = Raw(response(ARTICLE.encode(), "Connection: close"))
        async with listening(raw, context_of(authority.issue_cert(name, **dates))) as address:
            yield address, raw

    return serving


def context_of(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificate.configure_cert(context)
    return context


async def refused_certificate(site: Site, raw: Raw) -> str:
    """Ask for a page of `site`; return what the error says, with nothing asked of the server."""
    async with visiting(site) as visit:
        with pytest.raises(BadCertificate) as caught:
            await visit.get(f"{site.base_url}a")
    assert raw.asked == []
    assert visit.meter.requests == 1  # not tried again
    return str(caught.value)


class TestCertificates:
    async def test_an_untrusted_authority_is_a_bad_certificate(self, https: Https) -> None:
        async with https() as (address, raw):
            said = await refused_certificate(site_at(address), raw)
        assert "the certificate does not hold (unable to get local issuer certificate)" in said
        assert "name its certificate in ca_file" in said

    async def test_a_sites_own_authority_is_trusted_for_that_site_only(self, https: Https, ca_file: Path) -> None:
        async with https() as (address, raw):
            site = site_at(address, ca_file=ca_file)
            async with Client(limits=QUICK) as client:
                assert (await Visit(client, site).get(f"{address}a")).body.decode() == ARTICLE
                with pytest.raises(BadCertificate):
                    await Visit(client, replace(site, slug="other", ca_file=None)).get(f"{address}a")
        assert raw.asked == ["/robots.txt", "/a"]

    async def test_an_expired_certificate_stays_refused(self, https: Https, ca_file: Path) -> None:
        now = datetime.now(UTC)
        async with https(not_before=now - timedelta(30), not_after=now - timedelta(1)) as (address, raw):
            said = await refused_certificate(site_at(address, ca_file=ca_file), raw)
        assert "certificate has expired" in said
        assert "wait until the site renews it" in said

    async def test_a_certificate_of_another_name_is_refused(self, https: Https, ca_file: Path) -> None:
        async with https("mattran.example") as (address, raw):
            assert "Hostname mismatch" in await refused_certificate(site_at(address, ca_file=ca_file), raw)

    async def test_the_client_knows_until_when_a_certificate_holds(self, https: Https, ca_file: Path) -> None:
        until = datetime.now(UTC).replace(microsecond=0) + timedelta(days=20)
        async with https(not_after=until) as (address, _), Client(limits=QUICK) as client:
            await Visit(client, site_at(address, ca_file=ca_file)).get(f"{address}a")
            assert client.certificates == {"localhost": until}


async def test_http_2_is_spoken_where_the_server_offers_it(authority: trustme.CA, ca_file: Path) -> None:
    context = context_of(authority.issue_cert("localhost"))
    context.set_alpn_protocols(["h2"])
    kept, paths = Kept(), list[str]()

    async def two(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        http = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        http.initiate_connection()
        while True:
            writer.write(http.data_to_send())
            data = await reader.read(65_536)
            for event in http.receive_data(data) if data else []:
                if isinstance(event, RequestReceived):
                    paths.append(dict(event.headers)[":path"])
                    status = "404" if paths[-1] == "/robots.txt" else "200"
                    http.send_headers(event.stream_id, [(":status", status), ("content-type", HTML)])
                    http.send_data(event.stream_id, ARTICLE.encode(), end_stream=True)
            if not data:
                return

    async with listening(two, context) as address, Client(limits=QUICK, record=kept) as client:
        page = await Visit(client, site_at(address, ca_file=ca_file)).get(f"{address}a")
    assert (page.status, page.body.decode(), page.headers["content-type"]) == (200, ARTICLE, HTML)
    assert paths == ["/robots.txt", "/a"]
    assert [(each.status, each.reason, each.address) for each in kept] == [
        (404, "Not Found", "127.0.0.1"),
        (200, "OK", "127.0.0.1"),
    ]
