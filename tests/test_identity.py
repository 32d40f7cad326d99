"""An article has one identity however its address is written, and two articles have two."""

import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.identity import identity, site_url
from scrapers.layouts import LAYOUTS
from scrapers.records import Site
from scrapers.sites import load_site

SITE = Site("s", "S", "https://x.vn/", hosts=("x.vn", "www.x.vn", "m.x.vn"))
SITES = Path(__file__).parent.parent / "data" / "sites"
DA_NANG = "danang.gov.vn/web/guest/chi-tiet"
GIA_LAI = "http://ubmttq.gialai.gov.vn/kkk/tin"
NAM_DINH = "https://ubmttq.namdinh.gov.vn"
THAI_BINH = "http://mttq.thaibinh.gov.vn"
YEN_BAI = "https://yenbai.gov.vn"
QUANG_NGAI = "https://ubmttq.quangngai.org.vn"
HO_CHI_MINH = "https://ubmttq.hochiminhcity.gov.vn/tin-tuc/chitiet"
LAM_DONG = "/VI-VN/A/MTTQ/TIN/Pages/Hoinghitongketcongtac.aspx"
NEWS = "/vi/news/tin-noi-bat"
ITEM = "/noidung/tintuc/Pages/chi-tiet-tin-tuc.aspx"
PORTLET = "_dsnews_WAR_vnpteportalnewsportlet_INSTANCE_Ab12"

TWINS = {  # family: identity: the article's addresses, the first the usual one
    "nukeviet": {
        "s:news/264": [
            f"{NEWS}/y-ban-mttq-tham-chuc-mung-264.html",
            "/news/tin-noi-bat/y-ban-mttq-tham-chuc-mung-264.html",
            "/vi/news/hoat-dong/ten-cu-264.html",
            f"{NEWS}/-y-ban-mttqvn-t-nh-th-m-264.html",
            f"{NEWS}/bai-264.html?nv_redirect=abc&nvvithemever=mobile_default",
            f"{NEWS}/bai-264.html?download=1&id=2",
            "/news/print/tin-noi-bat/bai-264.html",
            "/vi/news/print/tin-noi-bat/bai-264.html",
            "/vi/news/savefile/tin-noi-bat/bai-264.html",
            "/index.php?language=vi&nv=news&op=tin-noi-bat/bai-264.html",
            "/index.php?language=vi&amp;nv=news&amp;op=tin-noi-bat%2Fbai-264",
            "/index.php?nv=news&op=print/tin-noi-bat/bai-264.html",
        ],
        "s:videos/264": ["/vi/videos/tin-noi-bat/bai-264.html", "/index.php?language=vi&nv=videos&op=a/bai-264.html"],
        "s:en/news/264": ["/en/news/cat/bai-264.html", "/index.php?language=en&nv=news&op=cat/bai-264.html"],
    },
    "epi": {
        "s:54485": [
            "/hoat-dong-mat-tran-dia-phuong/bai-54485.html",
            "/hoat-dong/ten-khac-54485.html",
            "/hoat-dong/bai-54485.html?utm_source=zalo&fbclid=IwAR#binh-luan",
            "//hoat-dong/bai-54485.html;jsessionid=1",
        ],
        "s:54486": ["/hoat-dong/bai-54486.html"],
    },
    "daidoanket": {
        "s:10287825": ["/bai-10287825.html", "/ten-khac-10287825.html", "/print/10287825.html"],
        "s:tintuc422214": ["/mat-tran/bai-tintuc422214", "/dan-toc/ten-khac-tintuc422214?fbclid=1"],
        "s:/ngay-hoi-dai-doan-ket-toan-dan-toc.html": [
            "/ngay-hoi-dai-doan-ket-toan-dan-toc.html",
            "/ngay-hoi-dai-doan-ket-toan-dan-toc.html?share=facebook",
        ],
    },
    "mastercms": {
        "s:/mattrantq/tin-tuc-hoat-dong/son-la-xoa-nha-tam.html": [
            "/mattrantq/tin-tuc-hoat-dong/son-la-xoa-nha-tam.html",
            "/mattrantq/tin-tuc-hoat-dong/son-la-xoa-nha-tam.html?mibextid=z",
        ],
        "s:299538": ["/bai-299538.html", "/ten-khac-299538.html"],
        "s:299539": ["/bai-299539.html"],
    },
    "joomla": {
        "s:30": [
            "/tin-hoat-dong/tin-hoat-dong-mttq-tinh/30-bai",
            "/tin-hoat-dong/tin-hoat-dong-mttq-tinh/30-ten-khac",
            "/xay-dung-dang/dan-van/30-viếng-nhà-bia.html",
            "/tin-hoat-dong/30-bai?tmpl=component&print=1&layout=default&page=",
            "/index.php?option=com_content&view=article&id=30:bai&catid=8",
        ],
        "s:31": ["/tin-hoat-dong/tin-hoat-dong-mttq-tinh/31-bai"],
    },
    "wordpress": {
        "s:trao-nha-dai-doan-ket": [
            "/trao-nha-dai-doan-ket/",
            "/trao-nha-dai-doan-ket",
            "/trao-nha-dai-doan-ket/amp/",
            "/trao-nha-dai-doan-ket/?amp=1",
            "/trao-nha-dai-doan-ket/?share=twitter&nb=1",
            "/trao-nha-dai-doan-ket/?replytocom=12#respond",
        ],
        "s:p=12": ["/?p=12"],
        "s:p=13": ["/?p=13"],
    },
    "sharepoint": {
        "s:/noidung/tintuc/pages/32748/tintrongtinh": [
            f"{ITEM}?ItemID=32748&l=Tintrongtinh",
            f"{ITEM}?ItemID=32748&l=Tintrongtinh%2F{'+' * 80}&lv=4",
            f"{ITEM}?ItemID=32748&l=Tintrongtinh%20%20&lv=4&page=5",
            f"{ITEM}?l=Tintrongtinh&ItemID=32748",
            f"{ITEM.lower()}?ItemID=32748&l=TinTrongTinh",
        ],
        "s:/noidung/tintuc/pages/32749/tintrongtinh": [f"{ITEM}?ItemID=32749&l=Tintrongtinh"],
        "s:/noidung/tintuc/pages/32748/tinhoatdong": [f"{ITEM}?ItemID=32748&l=Tinhoatdong++&lv=25"],
        "s:/trang/113139": ["/Trang/ChiTietTinTuc.aspx?nid=113139", "/TRANG/chitiettintuc.aspx?page=2&nid=113139"],
        "s:/vi-vn/a/mttq/tin/pages/v%c4%83nki%e1%bb%87n%c4%91%e1%ba%a1ih%e1%bb%99imttq.aspx": [
            "/VI-VN/A/MTTQ/TIN/Pages/VănkiệnĐạihộiMTTQ.aspx",
            "/vi-VN/a/mttq/tin/Pages/VĂNKIỆNđạihộimttq.aspx",
            "/VI-VN/A/MTTQ/TIN/Pages/V%C4%83nki%C3%AA%CC%A3n%C4%90a%CC%A3iho%CC%A3%CC%82iMTTQ.aspx",
            unicodedata.normalize("NFD", "/VI-VN/A/MTTQ/TIN/Pages/VănkiệnĐạihộiMTTQ.aspx"),
        ],
    },
    "vnptportal": {
        "s:2020-5-29/nam-2019-ho-tro-nha-ogaykd6fqr": [
            "/portal/Pages/2020-5-29/Nam-2019-ho-tro-nha-ogaykd6fqr.aspx",
            "/portal/pages/2020-5-29/NAM-2019-ho-tro-nha-ogaykd6fqr.aspx?mibextid=z",
        ],
        "s:2020-5-29/nam-2019-ho-tro-nha-oabc12defg": ["/portal/Pages/2020-5-29/Nam-2019-ho-tro-nha-oabc12defg.aspx"],
        "s:p=27996": ["/portal/pages/print.aspx?p=27996", "/portal/Pages/Print.aspx?p=27996"],
        "s:p=27997": ["/portal/pages/print.aspx?p=27997"],
    },
    "liferay": {
        "s:trao-nha-dai-doan-ket": [
            "/tin-tuc/-/asset_publisher/Ab12Cd34Ef56/content/trao-nha-dai-doan-ket",
            "/web/guest/home/-/asset_publisher/Zz98Yy76Xx54/content/trao-nha-dai-doan-ket?p_auth=Xy1",
            "/-/trao-nha-dai-doan-ket",
            "/web/guest/w/trao-nha-dai-doan-ket?redirect=%2Ftin-tuc",
        ],
        "s:trao-nha-dai-doan-ket-1": ["/-/trao-nha-dai-doan-ket-1"],
        "s:/chi-tiet?35289": ["/chi-tiet?35289", "/chi-tiet?35289&fbclid=1"],
        "s:/chi-tiet?35290": ["/chi-tiet?35290"],
    },
    "eportal": {
        "s:712": [f"/tin?{PORTLET}_baiVietId=712", f"/web/guest/tin?{PORTLET}_cur=2&{PORTLET}_baiVietId=712"],
        "s:713": [f"/tin?{PORTLET}_baiVietId=713"],
    },
    "dnn": {
        "s:298612": [
            "/Quản-trị/Tin-tức-chung/ID/298612/Hoi-nghi-tong-ket",
            "/Qu%E1%BA%A3n-tr%E1%BB%8B/Tin-t%E1%BB%A9c-chung/ID/298612/Ten%20khac",
            "/tabid/83/articleType/ArticleView/articleId/298612/Hoi-nghi-tong-ket.aspx",
            "/tabid/83/ArticleType/ArticleView/ArticleID/298612/Default.aspx?dnnprintmode=true&SkinSrc=[G]Skins/x",
        ],
        "s:298613": ["/Quản-trị/Tin-tức-chung/ID/298613/Hoi-nghi-tong-ket"],
    },
    "generic": {
        "s:/kkk/Tin-hoat-%C4%91ong-UBND-huyen/Bai-(3).aspx": [
            "/kkk/Tin-hoat-%C4%91ong-UBND-huyen/Bai-(3).aspx?page=24",
            "/kkk/Tin-hoat-%C4%91ong-UBND-huyen/Bai-(3).aspx?page=1",
            "/kkk/Tin-hoat-đong-UBND-huyen/Bai-(3).aspx",
            "/kkk/Tin-hoat-%c4%91ong-UBND-huyen/Bai-%283%29.aspx",
        ],
        "s:/kkk/Tin-hoat-%C4%91ong-UBND-huyen/Bai-(4).aspx": [
            "/kkk/Tin-hoat-%C4%91ong-UBND-huyen/Bai-(4).aspx?page=24",
        ],
        "s:/print.aspx?postid=123": ["/print.aspx?postid=123", "/print.aspx?postid=+123&zarsrc=30"],
        "s:/print.aspx?postid=124": ["/print.aspx?postid=124"],
        "s:/?63": ["/?63"],
        "s:/?64": ["/?64"],
        "s:/tin?page=24": ["/tin?page=24"],
        "s:/tin?page=25": ["/tin?page=25"],
        "s:/3cms/Ban-in-507.htm?art=1543517857655": ["/3cms/Ban-in-507.htm?art=1543517857655"],
        "s:/3cms/Ban-in-507.htm?art=1543517857656": ["/3cms/Ban-in-507.htm?art=1543517857656"],
        "s:/bai.247": ["/bai.247", "/bai.247/"],
        "s:/Bai.247": ["/Bai.247"],
        "s:/": ["/", ""],
    },
}
"""What one article is called on the site `s`; addresses of two keys are two articles."""

ARTICLE = {"generic": r"\.\d+/?$|-\(\d+\)\.aspx$|[?&](?:postid|art)=\d+|^/\?\d+$"}
"""Patterns of a site's own, where those of its family do not fit."""


def site(family: str) -> Site:
    return replace(SITE, family=family, article=ARTICLE.get(family))


ROWS = [(family, key, address) for family, keys in TWINS.items() for key, twins in keys.items() for address in twins]


@pytest.mark.parametrize(("family", "key", "address"), ROWS)
def test_the_twins_of_an_article_have_its_identity(family: str, key: str, address: str) -> None:
    assert identity(f"https://x.vn{address}", site(family)) == key


@pytest.mark.parametrize(("family", "key", "address"), ROWS)
@pytest.mark.parametrize(
    "start", ["http://x.vn", "http://m.x.vn", "HTTPS://WWW.X.VN.", "https://x.vn:443", "http://x.vn:443"]
)
def test_scheme_and_host_make_no_difference(start: str, family: str, key: str, address: str) -> None:
    assert identity(start + address, site(family)) == key
    assert site_url(start + address, site(family)) == site_url(f"https://x.vn{address}", site(family))


@pytest.mark.parametrize(("family", "key", "address"), ROWS)
def test_a_site_that_moves_keeps_its_identities(family: str, key: str, address: str) -> None:
    moved = replace(site(family), base_url="http://moi.vn:8080/", hosts=("moi.vn", "x.vn"))
    assert identity(f"https://x.vn{address}", moved) == key
    assert identity(f"http://moi.vn:8080{address}", moved) == key


def test_every_family_that_says_what_identifies_an_article_is_tried() -> None:
    assert {layout.name for layout in LAYOUTS.values() if layout.keys or layout.caseless} <= set(TWINS)


@pytest.mark.parametrize(
    ("url", "folded"),
    [
        ("http://m.x.vn/a?b=1#c", "https://x.vn/a?b=1"),
        ("https://www.x.vn", "https://x.vn/"),
        ("https://x.vn:8443/a", None),
        ("https://khac.vn/a", None),
        ("https://x.vn.khac.vn/a", None),
        ("https://x.vn@khac.vn/a", None),
        ("ftp://x.vn/a", None),
        ("javascript:void(0)", None),
        ("", None),
    ],
)
def test_an_address_is_folded_onto_its_site_or_is_none_of_its_pages(url: str, folded: str | None) -> None:
    assert site_url(url, SITE) == folded


def test_a_port_of_the_site_s_own_stays() -> None:
    local = replace(SITE, base_url="http://127.0.0.1:8080/", hosts=("127.0.0.1",))
    assert site_url("http://127.0.0.1:8080/a", local) == "http://127.0.0.1:8080/a"
    assert site_url("http://127.0.0.1/a", local) == "http://127.0.0.1:8080/a"
    assert site_url("http://127.0.0.1:9090/a", local) is None


def test_what_is_no_page_of_the_site_has_no_identity() -> None:
    with pytest.raises(ValueError, match=r"no page of s: 'https://khac\.vn/a'"):
        identity("https://khac.vn/a", SITE)


REAL = [  # site of data/sites, and addresses of one article there
    ("mattran", "https://mattran.org.vn/hoat-dong/bai-54485.html", "http://m.mattran.org.vn/tin-tuc/ten-54485.html"),
    ("daidoanket", "https://daidoanket.vn/bai-10287825.html", "http://m.daidoanket.vn/print/10287825.html"),
    ("lamdong", f"https://ubmttqvn.lamdong.gov.vn{LAM_DONG}", f"http://w3.lamdong.gov.vn{LAM_DONG.lower()}?page=2"),
    ("yenbai-gov", f"{YEN_BAI}{ITEM}?ItemID=7&l=Tin", f"{YEN_BAI}:443{ITEM}?ItemID=7&l=Tin++++&lv=4"),
    ("gialai", f"{GIA_LAI}/Bai-(3).aspx", f"{GIA_LAI}/Bai-(3).aspx?page=24"),
    ("quangngai", f"{QUANG_NGAI}/i6520-nghiem-thu.aspx", f"{QUANG_NGAI}/print.aspx?postid=6520"),
    ("hochiminh", f"{HO_CHI_MINH}/8316/kien-toan-ban-cong-tac", f"{HO_CHI_MINH}/8316/categoryid/5/ten-khac"),
    ("danang-gov", f"https://{DA_NANG}?id=7&_c=3,9", f"http://www.{DA_NANG}?id=7"),
    ("hungyen", "https://mttq.hungyen.dcs.vn/bai-viet-c28868.html", "https://mttq.hungyen.dcs.vn/ten-khac-c28868.html"),
]
TWO = [  # site of data/sites, and addresses of two articles there
    ("namdinh", f"{NAM_DINH}/tin-nguoi-ngheo-detail.aspx?id=8", f"{NAM_DINH}/tin-hoat-dong-detail.aspx?id=8"),
    ("thaibinh", f"{THAI_BINH}/Tin-Tuc/Van-Hoa/727_Bai", f"{THAI_BINH}/{'bai-' * 10}bai-727.html"),
    ("quangngai", f"{QUANG_NGAI}/print.aspx?postid=123", f"{QUANG_NGAI}/print.aspx?postid=124"),
    ("yenbai-gov", f"{YEN_BAI}{ITEM}?ItemID=7&l=Tin", f"{YEN_BAI}{ITEM}?ItemID=7&l=Tinhoatdong"),
]


@pytest.mark.parametrize(("slug", "one", "other"), REAL)
def test_twins_on_the_sites_that_ship(slug: str, one: str, other: str) -> None:
    shipped = load_site(SITES / f"{slug}.toml")
    assert identity(one, shipped) == identity(other, shipped)


@pytest.mark.parametrize(("slug", "one", "other"), TWO)
def test_two_articles_on_the_sites_that_ship(slug: str, one: str, other: str) -> None:
    shipped = load_site(SITES / f"{slug}.toml")
    assert identity(one, shipped) != identity(other, shipped)


@pytest.mark.parametrize(
    ("article", "address", "key"),
    [
        (r"-c(\d+)\.html$", "/bai-c12.html", "s:12"),
        (r"/(\w+)/(\d+)\.html$", "/tin/12.html", "s:tin/12"),
        (r"/i(\d+)-|postid=(\d+)", "/print.aspx?postid=12", "s:12"),
        (r"-c(\d+)\.html$", "/vi/news/muc/bai-12.html", "s:news/12"),
        (r"-c\d+\.html$", "/bai-c12.html", "s:/bai-c12.html"),
    ],
)
def test_the_groups_of_a_site_s_own_pattern_come_first(article: str, address: str, key: str) -> None:
    own = replace(SITE, family="nukeviet", article=article)
    assert identity(f"https://x.vn{address}", own) == key


PIECES = (
    "a",
    "-12",
    ".html",
    "/",
    "/vi/",
    "news/",
    "?",
    "&",
    "=",
    "page=2",
    "id=7",
    "%C4%90",
    "Đ",
    "e\u0323",
    "%ff",
    "+",
    ";",
)


@given(family=st.sampled_from(sorted(LAYOUTS)), address=st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
def test_the_folded_address_has_the_same_identity(family: str, address: str) -> None:
    folded = site_url(f"http://m.x.vn/{address}", site(family))
    assert folded is not None
    assert site_url(folded, site(family)) == folded
    key = identity(f"http://m.x.vn/{address}", site(family))
    assert identity(folded, site(family)) == key
    assert key.isascii()
    assert len(key) > len("s:")
