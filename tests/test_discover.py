"""From feeds, sitemaps and listings to canonical addresses."""

import gzip
from datetime import date
from urllib.parse import urljoin

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from scrapers.discover import article_links, courses, read_day, walk
from scrapers.errors import Blocked, Busy, ForeignHost, Gap, NoLinks, ParseError, Refused, ScrapeError, Unreachable
from scrapers.feeds import Entry, read_entries
from scrapers.listings import error_title, read_listing
from scrapers.records import Link, Seed, Site
from scrapers.sitemaps import DEAF, MAX_SITEMAPS
from tests.web import HTML, asked, site_at, visiting

pytestmark = pytest.mark.anyio
TODAY = date(2024, 3, 27)
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
D1N = '<html><body><script>document.cookie="D1N=0123456789abcdef";window.location.reload(true);</script></body></html>'
PAGES = Seed("listing", "/news/page-1/", next="/news/page-{page}/", pages=9)


@pytest.fixture
def portal(httpserver: HTTPServer) -> Site:
    """Return a site of the family NukeViet, without seeds."""
    httpserver.expect_request("/robots.txt").respond_with_data("User-agent: *\nSitemap: /sitemap.xml\n")
    return site_at(httpserver.url_for("/"), family="nukeviet")


def seed_at(site: Site, seed: Seed) -> Seed:
    def here(path: str) -> str:
        return site.base_url.rstrip("/") + path

    return Seed(seed.kind, here(seed.url), seed.next and here(seed.next), seed.pages, seed.step, seed.days)


async def walked(site: Site, seed: Seed, *, known: tuple[int, ...] = (), **options) -> list[list[Link]]:
    """Return the links of a walk, page by page; `known` are the numbers of articles."""
    found, error = await walked_on(site, seed, known=known, **options)
    if error is not None:
        raise error
    return found


async def walked_on(
    site: Site, seed: Seed, *, known: tuple[int, ...] = (), **options
) -> tuple[list[list[Link]], ScrapeError | None]:
    """Return the links of a walk and the error that it ended with."""
    keys, found = {f"s:news/{number}" for number in known}, []
    async with visiting(site) as visit:
        try:
            async for links in walk(seed_at(site, seed), visit, known=keys.__contains__, today=TODAY, **options):
                found.append(links)
        except ScrapeError as error:
            return found, error
    return found, None


def numbers(pages: list[list[Link]]) -> list[list[int]]:
    return [[int(link.key.rpartition("/")[2]) for link in links] for links in pages]


def items(*found: int, day: str = "") -> str:
    rows = "".join(
        f"<div class='item'><h2><a href='/news/a/bai-{number}.html'>Bài {number}</a></h2><span>{day}</span></div>"
        for number in found
    )
    menu = "<ul><li><a href='/news/a/menu-99.html'>Menu</a></li></ul>"
    return f"<html><body>{menu}<div class='news_column'>{rows}<h2><a href='/news/muc/'>Mục</a></h2></div></body></html>"


def show(httpserver: HTTPServer, *pages: str, path: str = "/news/page-{}/") -> None:
    for number, page in enumerate(pages, start=1):
        httpserver.expect_request(path.format(number)).respond_with_data(page, content_type=HTML)


def index(httpserver: HTTPServer, site: Site, *names: str) -> None:
    """Serve an index without days; of its parts, `3.xml` names the article 3."""
    parts = "".join(f"<sitemap><loc>{urljoin(site.base_url, name)}</loc></sitemap>" for name in names)
    httpserver.expect_request("/sitemap.xml").respond_with_data(INDEX.format(parts))
    for number in (name.partition(".")[0] for name in names):
        if number.isdecimal():
            page = f"<url><loc>{site.base_url}news/a/bai-{number}.html</loc></url>"
            httpserver.expect_request(f"/{number}.xml").respond_with_data(URLSET.format(page))


def show_days(httpserver: HTTPServer, root: str, pages: dict[tuple[str, str], str]) -> list[tuple[str, str]]:
    """Serve a list that is filtered by day, and return what will be asked of it."""
    seen: list[tuple[str, str]] = []

    def answer(request: Request) -> Response:
        if "bydate" not in request.args:
            return Response(root, content_type=HTML)
        seen.append((request.args["bydate"], request.args["page"]))
        return Response(pages.get(seen[-1], items()), content_type=HTML)

    httpserver.expect_request("/news/").respond_with_handler(answer)
    return seen


DAYS = Seed("listing", "/news/", next="/news/?bydate={day}&page={page}", pages=3, days=2)


async def test_a_feed_gives_canonical_addresses_with_hints(httpserver: HTTPServer, portal: Site) -> None:
    httpserver.expect_request("/rss").respond_with_data(RSS.format(base=portal.base_url))
    ((one, two),) = await walked(portal, Seed("feed", "/rss"))
    assert (one.url, one.site, one.key) == (f"{portal.base_url}news/a/mot-1.html", "s", "s:news/1")
    assert one.hints == {"title": "Một", "published": "2024-03-27", "seed": f"{portal.base_url}rss"}
    assert (two.url, two.key) == (f"{portal.base_url}news/a/hai-2.html", "s:news/2")
    assert two.hints == {"title": "Hai", "seed": f"{portal.base_url}rss"}


class TestListings:
    async def test_are_paged_until_nothing_is_new(self, httpserver: HTTPServer, portal: Site) -> None:
        show(httpserver, items(9, 8), items(8, 7), items(6, 5), items(4, 3))
        assert numbers(await walked(portal, PAGES, known=(6, 5, 4))) == [[9, 8], [7], []]
        assert asked(httpserver, "/news/page-4/") == 0

    async def test_give_an_article_once_by_the_link_that_says_most(self, httpserver: HTTPServer, portal: Site) -> None:
        picture = "<h2><a href='/news/a/bai-2.html?utm_source=x'><img src='/x.jpg'></a></h2>"
        show(httpserver, items(2, 1, 2).replace("<div class='item'>", f"{picture}<div class='item'>", 1))
        (links,) = await walked(portal, Seed("listing", "/news/page-1/"))
        assert numbers([links]) == [[2, 1]]
        assert links[0].hints["title"] == "Bài 2"

    async def test_end_at_the_page_that_is_missing(self, httpserver: HTTPServer, portal: Site) -> None:
        show(httpserver, items(2, 1))
        httpserver.expect_request("/news/page-2/").respond_with_data("", status=404)
        assert numbers(await walked(portal, PAGES)) == [[2, 1]]

    async def test_end_at_the_page_that_is_empty(self, httpserver: HTTPServer, portal: Site) -> None:
        show(httpserver, items(2, 1), items(), items(3))
        assert numbers(await walked(portal, PAGES)) == [[2, 1], []]
        assert asked(httpserver, "/news/page-3/") == 0

    async def test_end_where_the_last_page_is_shown_again(self, httpserver: HTTPServer, portal: Site) -> None:
        show(httpserver, items(4, 3), items(2, 1), items(2, 1), items(2, 1))
        assert numbers(await walked(portal, PAGES)) == [[4, 3], [2, 1], []]
        assert asked(httpserver, "/news/page-4/") == 0

    async def test_end_with_their_pages(self, httpserver: HTTPServer, portal: Site) -> None:
        show(httpserver, *(items(number) for number in range(1, 5)))
        few = Seed("listing", PAGES.url, next=PAGES.next, pages=3)
        assert numbers(await walked(portal, few)) == [[1], [2], [3]]

    async def test_end_at_the_day_that_is_asked_for(self, httpserver: HTTPServer, portal: Site) -> None:
        """A page with one article of that day or later is walked past: lists are not always in order."""
        mixed = items(5, day="01/03/2024").replace("</body>", "") + items(4, day="26/03/2024")
        show(httpserver, items(6, day="27/03/2024"), mixed, items(3, 2, day="02/03/2024"), items(1))
        pages = await walked(portal, PAGES, since=date(2024, 3, 20))
        assert numbers(pages) == [[6], [5, 4], [3, 2]]
        assert pages[1][0].hints["published"] == "2024-03-01"
        assert asked(httpserver, "/news/page-4/") == 0

    async def test_that_lack_their_first_page_are_an_error(self, httpserver: HTTPServer, portal: Site) -> None:
        httpserver.expect_request("/news/page-1/").respond_with_data("", status=404)
        with pytest.raises(Refused):
            await walked(portal, PAGES)

    async def test_that_break_off_give_what_came_before(self, httpserver: HTTPServer, portal: Site) -> None:
        show(httpserver, items(2, 1))
        httpserver.expect_request("/news/page-2/").respond_with_data("", status=500)
        async with visiting(portal) as visit:
            walking = walk(seed_at(portal, PAGES), visit, known=lambda _: False, today=TODAY)
            assert numbers([await anext(walking)]) == [[2, 1]]
            with pytest.raises(Refused, match="500"):
                await anext(walking)

    @pytest.mark.parametrize("stub", [D1N, "<html><title>Hãy đợi...</title></html>"])
    async def test_that_a_challenge_breaks_off_have_not_ended(
        self, httpserver: HTTPServer, portal: Site, stub: str
    ) -> None:
        show(httpserver, items(2, 1), stub)
        with pytest.raises(Blocked, match="challenge") as caught:
            await walked(portal, PAGES)
        assert caught.value.where.endswith("/news/page-2/")

    @pytest.mark.parametrize("title", ["Lỗi hệ thống", "503 Service Unavailable", "Trang đang bảo trì"])
    async def test_that_an_error_page_breaks_off_have_not_ended(
        self, httpserver: HTTPServer, portal: Site, title: str
    ) -> None:
        page = f"<html><title>{title}</title><a href='/'>Trang chủ</a></html>"
        show(httpserver, items(4, 3), page, items(2, 1))
        found, error = await walked_on(portal, PAGES)
        assert numbers(found) == [[4, 3]]
        assert type(error) is ParseError
        assert f"/news/page-2/: an error page (“{title}”) where a list should be" in str(error)

    async def test_end_at_the_page_that_says_that_it_is_missing(self, httpserver: HTTPServer, portal: Site) -> None:
        show(httpserver, items(2, 1), "<html><title>Lỗi 404 - Không tìm thấy trang</title></html>")
        assert numbers(await walked(portal, PAGES)) == [[2, 1], []]

    async def test_pass_over_what_is_no_address(self, httpserver: HTTPServer, portal: Site) -> None:
        odd = "".join(f"<h2><a href='{href}'>Bài</a></h2>" for href in ("http://[bad", "//a\u2100b/news/a/b-7.html"))
        show(httpserver, items(2, 1).replace("<div class='item'>", f"{odd}<div class='item'>", 1))
        assert numbers(await walked(portal, Seed("listing", "/news/page-1/"))) == [[2, 1]]

    async def test_have_titles_of_a_fair_length(self, httpserver: HTTPServer, portal: Site) -> None:
        show(httpserver, items(1).replace("Bài 1", "Bài " * 100_000))
        ((link,),) = await walked(portal, Seed("listing", "/news/page-1/"))
        assert link.hints["title"] == ("Bài " * 125)

    async def test_without_an_article_are_an_error_that_says_where_to_look(
        self, httpserver: HTTPServer, portal: Site
    ) -> None:
        show(httpserver, items())
        with pytest.raises(NoLinks, match=r"no article's address in this listing; check kind.* article in s\.toml"):
            await walked(portal, PAGES)

    async def test_whose_articles_are_all_known_are_no_error(self, httpserver: HTTPServer, portal: Site) -> None:
        show(httpserver, items(1))
        assert numbers(await walked(portal, PAGES, known=(1,), again=True)) == [[]]

    async def test_are_read_by_the_selector_of_the_site_file(self, httpserver: HTTPServer) -> None:
        httpserver.expect_request("/robots.txt").respond_with_data("")
        site = site_at(httpserver.url_for("/"), family="nukeviet", selectors={"links": "ul li a"})
        show(httpserver, items(1))
        assert numbers(await walked(site, Seed("listing", "/news/page-1/"))) == [[99]]


class TestListingsByDay:
    async def test_walk_every_page_of_every_day(self, httpserver: HTTPServer, portal: Site) -> None:
        """Also where a page shows what the list itself showed already."""
        days = {
            ("27-03-2024", "1"): items(9, 8),
            ("27-03-2024", "2"): items(7),
            ("26-03-2024", "1"): items(6, 5),
            ("26-03-2024", "2"): items(4),
        }
        seen = show_days(httpserver, items(9, 8), days)
        found = [number for page in numbers(await walked(portal, DAYS)) for number in page]
        assert found == [9, 8, 7, 6, 5, 4]
        assert seen == [(day, page) for day in ("27-03-2024", "26-03-2024") for page in ("1", "2", "3")]

    async def test_go_on_past_a_day_without_news(self, httpserver: HTTPServer, portal: Site) -> None:
        seen = show_days(httpserver, items(9), {("26-03-2024", "1"): items(6)})
        assert numbers(await walked(portal, DAYS)) == [[9], [], [6], []]
        assert seen == [("27-03-2024", "1"), ("26-03-2024", "1"), ("26-03-2024", "2")]

    async def test_end_where_nothing_is_new(self, httpserver: HTTPServer, portal: Site) -> None:
        days = {("27-03-2024", "1"): items(9, 8), ("27-03-2024", "2"): items(7), ("26-03-2024", "1"): items(6)}
        seen = show_days(httpserver, items(9, 8), days)
        await walked(portal, DAYS, known=(7, 6))
        assert seen == [("27-03-2024", "1"), ("27-03-2024", "2")]


class TestGaps:
    async def test_a_list_of_new_articles_only_may_have_lost_some(self, httpserver: HTTPServer, portal: Site) -> None:
        show(httpserver, items(4, 3), items(2))
        httpserver.expect_request("/news/page-3/").respond_with_data("", status=404)
        with pytest.raises(Gap, match=r"all of its 3 articles are new: older ones may be missing; raise pages"):
            await walked(portal, PAGES, again=True)

    async def test_a_feed_as_well(self, httpserver: HTTPServer, portal: Site) -> None:
        httpserver.expect_request("/rss").respond_with_data(RSS.format(base=portal.base_url))
        assert numbers(await walked(portal, Seed("feed", "/rss"), known=(2,), again=True)) == [[1]]
        with pytest.raises(Gap):
            await walked(portal, Seed("feed", "/rss"), again=True)

    async def test_not_on_the_first_walk_and_not_in_a_sitemap(self, httpserver: HTTPServer, portal: Site) -> None:
        show(httpserver, items(2, 1))
        assert numbers(await walked(portal, Seed("listing", "/news/page-1/"))) == [[2, 1]]
        page = f"<url><loc>{portal.base_url}news/a/bai-1.html</loc></url>"
        httpserver.expect_request("/sitemap.xml").respond_with_data(URLSET.format(page))
        assert numbers(await walked(portal, Seed("sitemap", "/sitemap.xml"), again=True)) == [[1]]


class TestSitemaps:
    async def test_an_index_is_followed_the_newest_part_first_and_may_be_packed(
        self, httpserver: HTTPServer, portal: Site
    ) -> None:
        base = portal.base_url
        parts = "".join(
            f"<sitemap><loc>{address}</loc><lastmod>{day}</lastmod></sitemap>"
            for address, day in (
                (f"{base}old.xml", "2023-01-01"),
                (f"{base}one.xml.gz", "2024-03-01"),
            )
        )
        pages = f"<url><loc>{base}news/a/bai-{{}}.html</loc></url><url><loc>{base}news/</loc></url>"
        httpserver.expect_request("/sitemap.xml").respond_with_data(INDEX.format(parts))
        httpserver.expect_request("/one.xml.gz").respond_with_data(
            gzip.compress(URLSET.format(pages.format(2)).encode())
        )
        httpserver.expect_request("/old.xml").respond_with_data(URLSET.format(pages.format(1)))
        assert numbers(await walked(portal, Seed("sitemap", "/sitemap.xml"))) == [[], [2], [1]]

    async def test_a_part_that_is_dead_leaves_the_others_and_is_told(
        self, httpserver: HTTPServer, portal: Site
    ) -> None:
        """Also where it is a bomb, broken, no sitemap, or elsewhere."""
        bomb = gzip.compress(bytes(60_000_000))
        httpserver.expect_request("/bomb.xml").respond_with_data(bomb)
        httpserver.expect_request("/broken.xml").respond_with_data(b"\x1f\x8bbroken")
        httpserver.expect_request("/page.xml").respond_with_data("<html></html>")
        httpserver.expect_request("/gone.xml").respond_with_data("", status=404)
        names = ("gone.xml", "bomb.xml", "broken.xml", "page.xml", "http://other.example/x.xml")
        index(httpserver, portal, "2.xml", *names, "1.xml")
        found, error = await walked_on(portal, Seed("sitemap", "/sitemap.xml"))
        assert numbers(found) == [[], [1], [2]]
        assert type(error) is ForeignHost
        assert "http://other.example/x.xml: is off the site (and 4 other parts were not read)" in str(error)

    async def test_parts_that_do_not_come_at_all_end_the_walk(self, httpserver: HTTPServer, portal: Site) -> None:
        names = [f"{number}.xml" for number in range(9, 0, -1)]
        for number in range(2, 9):
            httpserver.expect_request(f"/{number}.xml").respond_with_data(D1N)
        index(httpserver, portal, *names)
        found, error = await walked_on(portal, Seed("sitemap", "/sitemap.xml"))
        assert numbers(found) == [[], [1]]
        assert type(error) is Blocked
        assert "(and 7 other parts were not read)" in str(error)
        assert sum(asked(httpserver, f"/{name}") for name in names) == 1 + DEAF

    async def test_a_server_that_asks_for_rest_ends_the_walk_at_once(
        self, httpserver: HTTPServer, portal: Site
    ) -> None:
        httpserver.expect_request("/1.xml").respond_with_data("", status=429, headers={"Retry-After": "3600"})
        index(httpserver, portal, "2.xml", "1.xml")
        found, error = await walked_on(portal, Seed("sitemap", "/sitemap.xml"))
        assert (numbers(found), type(error)) == ([[]], Busy)
        assert asked(httpserver, "/2.xml") == 0

    async def test_an_index_without_days_is_read_from_its_end_and_what_is_left_is_told(
        self, httpserver: HTTPServer, portal: Site
    ) -> None:
        index(httpserver, portal, *(f"{number}.xml" for number in range(1, 61)))
        found, error = await walked_on(portal, Seed("sitemap", "/sitemap.xml"))
        assert numbers(found) == [[], *([number] for number in range(60, 60 - MAX_SITEMAPS + 1, -1))]
        assert type(error) is Gap
        assert "/11.xml: this and 10 other parts of the index were not read: 50 are the most" in str(error)

    async def test_an_index_of_as_many_parts_as_are_read_has_no_gap(self, httpserver: HTTPServer, portal: Site) -> None:
        index(httpserver, portal, *(f"{number}.xml" for number in range(1, MAX_SITEMAPS)), "1.xml", "sitemap.xml")
        found = numbers(await walked(portal, Seed("sitemap", "/sitemap.xml")))
        assert sorted(found) == [[], *([number] for number in range(1, MAX_SITEMAPS))]

    async def test_addresses_may_be_relative(self, httpserver: HTTPServer, portal: Site) -> None:
        part, page = "<sitemap><loc>/so/1.xml</loc></sitemap>", "<url><loc>../news/a/bai-1.html</loc></url>"
        httpserver.expect_request("/sitemap.xml").respond_with_data(INDEX.format(part))
        httpserver.expect_request("/so/1.xml").respond_with_data(URLSET.format(page))
        ((), (link,)) = await walked(portal, Seed("robots", "/robots.txt"))
        assert link.url == f"{portal.base_url}news/a/bai-1.html"

    async def test_one_that_names_itself_ends(self, httpserver: HTTPServer, portal: Site) -> None:
        itself = f"<sitemap><loc>{portal.base_url}sitemap.xml</loc></sitemap>"
        httpserver.expect_request("/sitemap.xml").respond_with_data(INDEX.format(itself))
        with pytest.raises(NoLinks, match="no article's address in this sitemap"):
            await walked(portal, Seed("sitemap", "/sitemap.xml"))
        assert asked(httpserver, "/sitemap.xml") == 1

    async def test_those_of_robots_txt_are_read(self, httpserver: HTTPServer) -> None:
        site = site_at(httpserver.url_for("/"), family="nukeviet")
        httpserver.expect_request("/robots.txt").respond_with_data(
            f"Sitemap: {site.base_url}a.xml\nSitemap: http://x/b.xml"
        )
        page = f"<url><loc>{site.base_url}news/a/bai-1.html</loc><lastmod>2024-03-27</lastmod></url>"
        httpserver.expect_request("/a.xml").respond_with_data(URLSET.format(page))
        ((link,),), error = await walked_on(site, Seed("robots", "/robots.txt"))
        assert type(error) is ForeignHost
        assert (link.key, link.hints["published"]) == ("s:news/1", "2024-03-27")

    async def test_a_challenge_in_its_place_is_one(self, httpserver: HTTPServer, portal: Site) -> None:
        httpserver.expect_request("/sitemap.xml").respond_with_data(D1N)
        with pytest.raises(Blocked):
            await walked(portal, Seed("sitemap", "/sitemap.xml"))


class TestCourses:
    @pytest.mark.parametrize(
        ("seed", "wanted"),
        [
            (Seed("feed", "/rss"), [["/rss"]]),
            (Seed("listing", "/n", next="/n/{page}", pages=3), [["/n", "/n/2", "/n/3"]]),
            (Seed("listing", "/n", next="/n?start={offset}", pages=3, step=20), [["/n", "/n?start=20", "/n?start=40"]]),
            (Seed("listing", "/n", next="/n/{page}", pages=1), [["/n"]]),
            (
                Seed("listing", "/n", next="/n?d={day}&p={page}", pages=2, days=2),
                [
                    ["/n"],
                    ["/n?d=01-03-2024&p=1", "/n?d=01-03-2024&p=2"],
                    ["/n?d=29-02-2024&p=1", "/n?d=29-02-2024&p=2"],
                ],
            ),
        ],
    )
    def test_of_a_seed(self, seed: Seed, wanted: list[list[str]]) -> None:
        assert list(courses(seed, date(2024, 3, 1))) == wanted


class TestLinks:
    def test_are_the_sites_own_articles(self) -> None:
        site = Site("s", "S", "https://x.vn/", family="nukeviet", hosts=("x.vn", "www.x.vn"))
        addresses = [
            *(
                "https://x.vn/news/a/mot-1.html",
                "http://www.x.vn/news/a/hai-2.html?utm_source=x#y",
                "//x.vn/news/a/ba-3.html",
            ),
            *("https://x.vn/news/a/", "https://y.vn/news/a/bon-4.html", "https://x.vn:8443/news/a/nam-5.html"),
            *("javascript:void(0)", "http://[", "", "mailto:a@x.vn", "ftp://x.vn/news/a/sau-6.html"),
        ]
        found = list(article_links([Entry(address) for address in addresses], site, seed="u"))
        assert [link.url for link in found] == ["https://x.vn/news/a/mot-1.html", "https://x.vn/news/a/hai-2.html"]

    @pytest.mark.parametrize(
        ("text", "day"),
        [
            ("Wed, 27 Mar 2024 08:42:00 +0700", TODAY),
            ("2024-03-27T08:42:00+07:00", TODAY),
            ("2024-03-27", TODAY),
            ("27/03/2024 08:42", TODAY),
            ("Thứ Tư, 27/03/2024", TODAY),
            ("hôm qua", None),
            ("31/02/2024", None),
            ("Wed, 27 Mar 99999 08:42:00 +0700", None),
            ("Wed, 27 Mar 99999999999999999999 08:42:00 +0700", None),
            ("2024-03-27T08:42:00+99:99", TODAY),
            ("", None),
        ],
    )
    def test_have_the_day_that_is_written_beside_them(self, text: str, day: date | None) -> None:
        assert read_day(text) == day


def test_atom_takes_the_alternate_link() -> None:
    (entry,) = read_entries(ATOM.encode(), url="http://x/feed")
    assert (entry.url, entry.title, entry.published) == ("http://x/a-1.html", "Một", "2024-03-27T08:42:00+07:00")


def test_a_feed_with_broken_xml_gives_what_can_be_read() -> None:
    text = "<rss><channel><item><link>http://x/a?b=1&c=2</link></item><item><link>http://x/d</link></item><bad"
    assert [entry.url for entry in read_entries(text.encode(), url="u")][-1] == "http://x/d"


@pytest.mark.parametrize("body", [b"", b"   ", b"xin ch\xc3\xa0o", b"<html/>", b"\x00\x01"])
def test_what_is_no_feed_is_said_so(body: bytes) -> None:
    with pytest.raises(ParseError):
        read_entries(body, url="http://x/feed")


@pytest.mark.parametrize("body", [b"\x1f\x8bbroken", gzip.compress(URLSET.encode())[:-3]])
def test_a_sitemap_whose_packing_is_broken_did_not_come(body: bytes) -> None:
    with pytest.raises(Unreachable, match="broken gzip"):
        read_entries(body, url="http://x/sitemap.xml.gz")


@pytest.mark.parametrize(
    ("item", "address"),
    [
        ("<link>/a-1.html</link>", "http://x/a-1.html"),
        ("<link>a-1.html</link>", "http://x/tin/a-1.html"),
        ('<atom:link href="http://x/self"/><link>http://x/a-1.html</link>', "http://x/a-1.html"),
        ("<link></link><guid>http://x/a-1.html</guid>", "http://x/a-1.html"),
        ("<guid>/a-1.html</guid>", None),
        ('<guid isPermaLink="false">a-1.html</guid>', None),
        ("<link>http://[bad</link>", None),
        ("", None),
    ],
)
def test_an_item_of_a_feed_has_the_address_of_its_link(item: str, address: str | None) -> None:
    text = f'<rss xmlns:atom="http://www.w3.org/2005/Atom"><channel><item>{item}</item></channel></rss>'
    found = read_entries(text.encode(), url="http://x/tin/feed")
    assert [entry.url for entry in found] == ([address] if address else [])


def test_a_title_with_half_a_letter_costs_the_title_only() -> None:
    text = "<rss><channel><item><title>Tin &#xD83D;&#xDE00;</title><link>http://x/a</link></item></channel></rss>"
    assert read_entries(text.encode(), url="u") == [Entry("http://x/a")]


def test_an_address_with_half_a_letter_is_said_so() -> None:
    for text in ("<rss><item><link>http://x/&#xD800;</link></item></rss>", ATOM.replace("a-1", "&#xD800;")):
        with pytest.raises(ParseError, match="a character that there is not"):
            read_entries(text.encode(), url="http://x/feed")


@pytest.mark.parametrize(
    ("base", "wanted"),
    [
        ("<base href='http://x.vn/vi/'>", "http://x.vn/vi/a-1.html"),
        ("<base href='/vi/'>", "http://x.vn/vi/a-1.html"),
        ("<base target='_blank'>", "http://x.vn/tin/a-1.html"),
        ("<base href='http://[bad'>", "http://x.vn/tin/a-1.html"),
        ("", "http://x.vn/tin/a-1.html"),
    ],
)
def test_the_links_of_a_list_start_from_its_base(base: str, wanted: str) -> None:
    html = f"<html><head>{base}</head><body><a href='a-1.html'>Bài</a></body></html>"
    (entry,) = read_listing(html, url="http://x.vn/tin/index.html", selector="a")
    assert entry.url == wanted


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<title>Runtime Error</title>", "Runtime Error"),
        ("<title>Đã xảy ra\n lỗi</title><p>x</p>", "Đã xảy ra lỗi"),
        ("<p>Error establishing a database connection</p>", "Error establishing a database connection"),
        ("<title>504 Gateway Time-out</title>", "504 Gateway Time-out"),
        ("<title>404 Error</title>", None),
        ("<title>Không tồn tại trang lỗi</title>", None),
        ("<title>Tin tức</title><p>Lỗi</p>", None),
        ("<title>500 ngày vì người nghèo</title>", None),
        ("<div></div>", None),
        ("", None),
    ],
)
def test_an_error_page_is_known_by_what_it_calls_itself(html: str, title: str | None) -> None:
    assert error_title(html) == title


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><rss><item><link>http://x/&b;</link></item></rss>'
    assert all("aaaa" not in entry.url for entry in read_entries(bomb.encode(), url="u"))
