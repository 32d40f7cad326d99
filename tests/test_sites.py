"""Site files: what ships is right, and what is wrong is said with file, key and cure."""

from pathlib import Path

import pytest

from scrapers.errors import SiteError
from scrapers.layouts import LAYOUTS
from scrapers.sites import load_site, load_sites

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


def test_the_sites_that_ship_can_be_loaded() -> None:
    sites = load_sites(FOLDER)
    assert len(sites) >= 3
    assert {site.family for site in sites} <= set(LAYOUTS)
    assert not any(site.verified for site in sites)
    assert all(site.delay >= 1 and site.expected and site.allows(site.base_url) for site in sites)
    assert all(site.allows(seed.url) for site in sites for seed in site.seeds)


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


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://mattran.example.vn/a", True),
        ("http://m.mattran.example.vn/a", True),
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
