"""From feeds, sitemaps and listings to canonical addresses."""

import gzip
from urllib.parse import urlsplit

import pytest
from pytest_httpserver import HTTPServer

from scrapers.client import Client, Limits
from scrapers.discover import discover
from scrapers.errors import ParseError, Refused, ScrapeError
from scrapers.feeds import read_entries
from scrapers.records import Seed, Site

QUICK = Limits(connect=1, read=1, attempts=2, first_backoff=0.001, longest_backoff=0.002)
RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Tin</title><link>{base}</link>
<item><title>M&#7897;t</title><link>{base}news/a/mot-1.html?utm_source=rss</link>
<pubDate>Wed, 27 Mar 2024 08:42:00 +0700</pubDate></item>
<item><title>Hai</title><link> {base}news/a/hai-2.html#top </link></item>
<item><title>Ngoài</title><link>http://other.example/news/a/ba-3.html</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Một</title>
<link rel="self" href="http://x/self"/><link href="http://x/a-1.html"/><updated>2024-03-27T08:42:00+07:00</updated></entry></feed>"""
URLSET = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'
INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</sitemapindex>'


def site(httpserver: HTTPServer, *seeds: Seed) -> Site:
    httpserver.expect_request("/robots.txt").respond_with_data("")
    moved = tuple(
        Seed(seed.kind, httpserver.url_for(seed.url), seed.next and httpserver.url_for(seed.next), seed.pages)
        for seed in seeds
    )
    hosts = (httpserver.host,)
    return Site("s", "S", httpserver.url_for("/"), family="nukeviet", seeds=moved, hosts=hosts, delay=0.0)


def paths(where: Site, *, known: tuple[str, ...] = (), **options) -> list[str]:
    with Client(limits=QUICK) as client:
        links = list(discover(where, client, lambda url: urlsplit(url).path in known, **options))
    return [urlsplit(link.url).path for link in links]


def listing(*numbers: int) -> str:
    items = "".join(f"<h2><a href='/news/a/bai-{number}.html'>Bài {number}</a></h2>" for number in numbers)
    menu = "<ul><li><a href='/news/a/menu-99.html'>Menu</a></li></ul>"
    return (
        f"<html><body>{menu}<div class='news_column'>{items}<h2><a href='/news/muc/'>Mục</a></h2></div></body></html>"
    )


def test_a_feed_gives_canonical_addresses_with_hints(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/rss").respond_with_data(RSS.format(base=httpserver.url_for("/")))
    where = site(httpserver, Seed("feed", "/rss"))
    with Client(limits=QUICK) as client:
        links = list(discover(where, client, lambda _: False))
    assert [link.url for link in links] == [
        httpserver.url_for("/news/a/mot-1.html"),
        httpserver.url_for("/news/a/hai-2.html"),
    ]
    assert links[0].site == "s"
    assert links[0].hints["title"] == "Một"
    assert links[0].hints["published"] == "Wed, 27 Mar 2024 08:42:00 +0700"
    assert links[0].hints["seed"] == httpserver.url_for("/rss")


def test_listings_are_paged_until_nothing_is_new(httpserver: HTTPServer) -> None:
    for number, content in enumerate(([9, 8], [8, 7], [6, 5], [4, 3]), start=1):
        httpserver.expect_request(f"/news/page-{number}/").respond_with_data(
            listing(*content), content_type="text/html"
        )
    where = site(httpserver, Seed("listing", "/news/page-1/", "/news/page-{page}/", 9))
    assert paths(where, known=tuple(f"/news/a/bai-{n}.html" for n in (6, 5, 4))) == [
        f"/news/a/bai-{number}.html" for number in (9, 8, 7)
    ]
    assert not any(request.path == "/news/page-4/" for request, _ in httpserver.log)


def test_a_listing_ends_at_the_page_that_is_missing(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/news/").respond_with_data(listing(2, 1))
    httpserver.expect_request("/news/page-2/").respond_with_data("", status=404)
    assert len(paths(site(httpserver, Seed("listing", "/news/", "/news/page-{page}/", 5)))) == 2


def test_a_listing_whose_first_page_is_missing_is_an_error(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/news/").respond_with_data("", status=404)
    with pytest.raises(Refused):
        paths(site(httpserver, Seed("listing", "/news/")))


def test_a_sitemap_index_is_followed_and_may_be_packed(httpserver: HTTPServer) -> None:
    base = httpserver.url_for("/")
    parts = f"<sitemap><loc>{base}one.xml.gz</loc></sitemap><sitemap><loc>http://other.example/x.xml</loc></sitemap>"
    pages = f"<url><loc>{base}news/a/bai-1.html</loc></url><url><loc>{base}news/</loc></url>"
    httpserver.expect_request("/sitemap.xml").respond_with_data(INDEX.format(parts))
    httpserver.expect_request("/one.xml.gz").respond_with_data(gzip.compress(URLSET.format(pages).encode()))
    assert paths(site(httpserver, Seed("sitemap", "/sitemap.xml"))) == ["/news/a/bai-1.html"]


def test_a_sitemap_that_names_itself_ends(httpserver: HTTPServer) -> None:
    itself = f"<sitemap><loc>{httpserver.url_for('/sitemap.xml')}</loc></sitemap>"
    httpserver.expect_request("/sitemap.xml").respond_with_data(INDEX.format(itself))
    with pytest.raises(ParseError, match="no article address"):
        paths(site(httpserver, Seed("sitemap", "/sitemap.xml")))
    assert sum(request.path == "/sitemap.xml" for request, _ in httpserver.log) == 1


def test_seeds_that_fail_or_are_mute_are_reported_and_the_others_go_on(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/broken").respond_with_data("", status=500)
    httpserver.expect_request("/mute").respond_with_data(listing())
    httpserver.expect_request("/nofeed").respond_with_data("<html><body>xin chào</body></html>")
    httpserver.expect_request("/news/").respond_with_data(listing(2, 1))
    seeds = (Seed("feed", "/broken"), Seed("listing", "/mute"), Seed("feed", "/nofeed"), Seed("listing", "/news/"))
    problems: list[ScrapeError] = []
    assert len(paths(site(httpserver, *seeds), report=problems.append)) == 2
    assert [type(problem) for problem in problems] == [Refused, ParseError, ParseError]
    assert "no article address in this listing; check kind, selectors.links and article in s.toml" in str(problems[1])
    assert "neither a feed nor a sitemap" in str(problems[2])


def test_an_address_found_twice_is_yielded_once(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/news/").respond_with_data(listing(2, 1, 2))
    httpserver.expect_request("/tin/").respond_with_data(listing(1, 3))
    found = paths(site(httpserver, Seed("listing", "/news/"), Seed("listing", "/tin/")))
    assert found == [f"/news/a/bai-{number}.html" for number in (2, 1, 3)]


def test_a_quiet_seed_whose_articles_are_all_known_is_no_problem(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/news/").respond_with_data(listing(1))
    assert paths(site(httpserver, Seed("listing", "/news/")), known=("/news/a/bai-1.html",)) == []


def test_atom_takes_the_alternate_link() -> None:
    (entry,) = read_entries(ATOM.encode(), url="http://x/feed")
    assert (entry.url, entry.title, entry.published) == ("http://x/a-1.html", "Một", "2024-03-27T08:42:00+07:00")


def test_a_feed_with_broken_xml_gives_what_can_be_read() -> None:
    text = "<rss><channel><item><link>http://x/a?b=1&c=2</link></item><item><link>http://x/d</link></item><bad"
    assert [entry.url for entry in read_entries(text.encode(), url="u")][-1] == "http://x/d"


@pytest.mark.parametrize("body", [b"", b"   ", b"xin ch\xc3\xa0o", b"<html/>", b"\x1f\x8bbroken", b"\x00\x01"])
def test_what_is_no_feed_is_said_so(body: bytes) -> None:
    with pytest.raises(ParseError):
        read_entries(body, url="http://x/feed")


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><rss><item><link>http://x/&b;</link></item></rss>'
    assert all("aaaa" not in entry.url for entry in read_entries(bomb.encode(), url="u"))
