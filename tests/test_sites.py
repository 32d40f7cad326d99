"""Site files: what ships is right, and what is wrong is said with file, key and cure."""

import csv
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urljoin

import pytest

from scrapers.discover import article_links
from scrapers.errors import SiteError
from scrapers.feeds import Entry
from scrapers.identity import site_url
from scrapers.layouts import LAYOUTS
from scrapers.records import VIETNAM, Site
from scrapers.sites import load_site, load_sites
from tests.site_addresses import ADDRESSES, UNSEEN, VERIFIED

FOLDER = Path(__file__).parent.parent / "data" / "sites"
GOOD = """
name = "Mặt trận tỉnh"
base_url = "https://mattran.example.vn/"
family = "nukeviet"
home = "40"
hosts = ["m.mattran.example.vn"]
expected = { min = 1, max = 9 }
selectors = { title = "h1.big", drop = ".ads" }

[[seeds]]
kind = "listing"
url = "/news/"
next = "/news/page-{page}/"
pages = 3
"""


def write(folder: Path, text: str, name: str = "tinh.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


SITES = {site.slug: site for site in load_sites(FOLDER)}
PROVINCES = (FOLDER.parent / "gazetteer" / "provinces.csv").read_text(encoding="utf-8").splitlines()
CODES = {row["code"] for row in csv.DictReader(PROVINCES) if not row["valid_to"]}


def is_article(site: Site, address: str) -> bool:
    """Say whether a listing's link to `address` would be taken."""
    url = urljoin(site.base_url, address)
    return bool(list(article_links([Entry(url)], site, seed=site.base_url)))


class TestTheSitesThatShip:
    def test_there_are_many_of_many_families(self) -> None:
        assert len(SITES) >= 36
        assert len({site.family for site in SITES.values()}) >= 10
        assert {site.family for site in SITES.values()} <= set(LAYOUTS)

    @pytest.mark.parametrize("site", SITES.values(), ids=SITES)
    def test_a_site_is_polite_and_says_what_it_yields_and_whether_it_was_verified(self, site: Site) -> None:
        assert site.verified is (site.slug in VERIFIED)
        assert 2 <= site.delay <= 5
        assert site.expected is not None
        assert site.home is None or site.home in CODES
        assert site.timezone is VIETNAM

    @pytest.mark.parametrize("site", SITES.values(), ids=SITES)
    def test_a_site_and_its_seeds_are_on_its_own_hosts(self, site: Site) -> None:
        addresses = [site.base_url, *(url for seed in site.seeds for url in (seed.url, seed.next) if url)]
        assert [url for url in addresses if site_url(url, site) is None] == []
        assert all(host == host.lower() and host.isascii() for host in site.hosts)

    @pytest.mark.parametrize("site", SITES.values(), ids=SITES)
    def test_a_seed_is_no_article(self, site: Site) -> None:
        addresses = [url for seed in site.seeds for url in (seed.url, (seed.next or seed.url).replace("{page}", "3"))]
        assert [url for url in addresses if is_article(site, url)] == []

    @pytest.mark.parametrize("slug", SITES)
    def test_a_file_begins_with_what_is_known_of_the_site(self, slug: str) -> None:
        first = (FOLDER / f"{slug}.toml").read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# ")

    def test_every_site_has_an_address_of_an_article_or_none_was_seen(self) -> None:
        assert set(SITES) == set(ADDRESSES) | UNSEEN
        assert not [slug for slug in UNSEEN if SITES[slug].article]

    @pytest.mark.parametrize(
        ("slug", "address"), [(slug, address) for slug, (articles, _) in ADDRESSES.items() for address in articles]
    )
    def test_the_form_of_a_site_s_articles_is_taken(self, slug: str, address: str) -> None:
        assert is_article(SITES[slug], address)

    @pytest.mark.parametrize(
        ("slug", "address"), [(slug, address) for slug, (_, others) in ADDRESSES.items() for address in others]
    )
    def test_lists_and_tags_are_no_articles(self, slug: str, address: str) -> None:
        assert not is_article(SITES[slug], address)


class TestTheReadmeOfTheSites:
    TEXT = (FOLDER / "README.md").read_text(encoding="utf-8")

    def test_every_key(self) -> None:
        wrong = GOOD.replace("pages = 3", "pages = 3\nx = 1"), GOOD.replace("home =", "x = 1\nhome =")
        keys = {key for text in wrong for key in allowed_keys(text)}
        assert {"article", "ca_file", "delay", "step", "days"} <= keys
        assert [key for key in sorted(keys) if f"| `{key}`" not in self.TEXT] == []

    def test_every_family(self) -> None:
        assert [family for family in LAYOUTS if f"| `{family}`" not in self.TEXT] == []


def allowed_keys(text: str) -> list[str]:
    """Return the keys that the loader names when it meets one that it does not know."""
    with TemporaryDirectory() as folder, pytest.raises(SiteError) as caught:
        load_site(write(Path(folder), text))
    return caught.value.cure.removeprefix("allowed keys are ").split(", ")


def test_a_site_file_becomes_a_site(tmp_path: Path) -> None:
    site = load_site(write(tmp_path, GOOD))
    assert (site.slug, site.family, site.home, site.expected, site.delay) == ("tinh", "nukeviet", "40", (1, 9), 2.0)
    assert site.hosts == ("mattran.example.vn", "m.mattran.example.vn")
    assert site.seeds[0].url == "https://mattran.example.vn/news/"
    assert site.seeds[0].next == "https://mattran.example.vn/news/page-{page}/"


def test_another_base_url_moves_seeds_and_hosts(tmp_path: Path) -> None:
    site = load_site(write(tmp_path, GOOD), base_url="http://127.0.0.1:8080/")
    assert site.seeds[0].url == "http://127.0.0.1:8080/news/"
    assert site.allows("http://127.0.0.1:8080/news/a-1.html")
    assert not site.allows("http://127.0.0.1:8081/news/a-1.html")


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://mattran.example.vn/a", True),
        ("http://m.mattran.example.vn/a", True),
        ("http://mattran.example.vn:80/a", True),
        ("https://mattran.example.vn:443/a", True),
        ("http://mattran.example.vn:22/a", False),
        ("https://mattran.example.vn:8443/a", False),
        ("https://mattran.example.vn:99999/a", False),
        ("https://evil.example.vn/mattran.example.vn", False),
        ("https://mattran.example.vn.evil.example/a", False),
        ("ftp://mattran.example.vn/a", False),
        ("javascript:void(0)", False),
    ],
)
def test_a_site_allows_its_own_hosts_only(tmp_path: Path, url: str, allowed: bool) -> None:
    assert load_site(write(tmp_path, GOOD)).allows(url) is allowed


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('family = "nukeviet"', 'familly = "nukeviet"', "familly: unknown key; allowed keys are article, base_url"),
        (
            'family = "nukeviet"',
            'family = "wordpres"',
            "no family 'wordpres': the families are daidoanket",
        ),
        ('home = "40"', 'home = "Nghệ An"', "home:"),
        ("pages = 3", "pagess = 3", "seeds.0.pagess: unknown key; allowed keys are days, kind, next, pages, step, url"),
        ("pages = 3", "pages = 0", "seeds.0.pages:"),
        ("page-{page}/", "page-2/", "seeds.0.next:"),
        ('kind = "listing"', 'kind = "list"', "seeds.0.kind:"),
        ("min = 1,", "minimum = 1,", "expected.minimum: unknown key; allowed keys are max, min"),
        ('base_url = "https://mattran.example.vn/"', "", "base_url: missing; add the key base_url"),
        ("https://mattran.example.vn/", "mattran.example.vn", "write a whole address"),
        ('title = "h1.big"', 'titel = "h1.big"', "unknown field 'titel': allowed are title, lead"),
        ('title = "h1.big"', 'title = "h1["', "title: no CSS selector"),
        ('home = "40"', 'article = "("', "article: Value error, no regular expression"),
        ('home = "40"', "delay = -1", "delay:"),
        ('home = "40"', 'date_format = "%d/%m/%Y %Q"', "date_format: Value error, unknown %Q: allowed are %d"),
        ('home = "40"', 'timezone = "Asia/Hanoi"', "timezone: Value error, no time zone 'Asia/Hanoi'"),
        ('home = "40"', 'ca_file = "none.pem"', "ca_file: there is no"),
        ('url = "/news/"', "", "seeds.0: Value error, url is missing"),
        ("min = 1, max = 9", "min = 9, max = 1", "expected: Value error, min is more than max"),
        ('name = "Mặt trận tỉnh"', "name =", "write the file as TOML in UTF-8"),
    ],
)
def test_a_wrong_file_is_named_with_key_and_cure(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new))
    with pytest.raises(SiteError) as caught:
        load_site(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_without_seeds_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="seeds"):
        load_site(write(tmp_path, GOOD.split("[[seeds]]")[0]))


def test_a_missing_file_and_a_binary_file_are_site_errors(tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_bytes(b"\xff\xfe\x00")
    for name in ("none.toml", "b.toml"):
        with pytest.raises(SiteError, match=name):
            load_site(tmp_path / name)


def test_two_files_may_not_share_an_address(tmp_path: Path) -> None:
    write(tmp_path, GOOD, "a.toml")
    write(tmp_path, GOOD, "b.toml")
    with pytest.raises(SiteError, match=r"b\.toml: host: mattran\.example\.vn stands in a\.toml too"):
        load_sites(tmp_path)
