"""One page has one address, and two pages never have the same."""

import string
import unicodedata
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scrapers.urls import JUNK, LONGEST, canonical_url

SPELLINGS = {  # the canonical address, and other spellings of it
    "http://mattran.org.vn/A/b.html": [
        "HTTP://Mattran.ORG.vn:80/A/b.html#x",
        " http://mattran.org.vn./A/b.html ",
        "http://mattran.org.vn//A///b.html",
        "http://mattran.org.vn/c/../A/./b.html",
        "http://mattran.org.vn/c/%2e%2E/A/b.html#",
        "http://mattran.org.vn/A\\b.html",
        "http://nguoidung:matkhau@mattran.org.vn/A/b.html",
        "http://mattran.org.vn/%41/b%2Ehtml?",
        "http://mattran.org.vn/A/b.html;jsessionid=0A1B2C.node1",
        "http://mattran.org.vn/(S(lit3py55t21z5v55vlm25s55))/A/b.html",
        "http://mattran.org.vn/A/b.html?utm_source=zalo&utm_medium=social&fbclid=IwAR1&gclid=x&zarsrc=30",
        "http://mattran.org.vn/A/b.html?amp",
        "http://mattran.org.vn/A/b.html?%75tm_source=x&",
        "http://mattran.org.vn/A/b.html?p_auth=Xy12&jsessionid=1",
        "http://mattran.org.vn/A/b.html?share=facebook&replytocom=7&source=fb&mibextid=z&PageSpeed=noscript",
        "http://mattran.org.vn/A/b.html?nv_redirect=abc&nvvithemever=mobile_default&fb_comment_id=1_2",
    ],
    "https://x.vn/": ["https://x.vn", "https://x.vn:443", "https://x.vn/..", "https://x.vn//", "https://x.vn?#"],
    "https://x.vn:8443/a": ["https://x.vn:08443/a"],
    "https://x.vn/bai/": ["https://x.vn/bai/amp/", "https://x.vn/bai/amp/amp/", "https://x.vn/bai/?amp=1"],
    "https://x.vn/V%C4%83n%20ki%E1%BB%87n.aspx": [
        "https://x.vn/Văn kiện.aspx",
        unicodedata.normalize("NFD", "https://x.vn/Văn kiện.aspx"),
        "https://x.vn/Văn%20ki\u00ea\u0323n.aspx",
        "https://x.vn/V%C4%83n%20ki%C3%AA%CC%A3n.aspx",
        "https://x.vn/v/../Va%CC%86n%20ki%e1%bb%87n.aspx",
    ],
    "https://x.vn/Pages/tin.aspx?ItemID=32748&l=Tintrongtinh/&lv=4": [
        "https://x.vn/Pages/tin.aspx?ItemID=32748&l=Tintrongtinh%2F" + "+" * 80 + "&lv=4",
        "https://x.vn/Pages/tin.aspx?ItemID=+32748&l=%20Tintrongtinh%2F%20%20&lv=4",
        "https://x.vn:443/Pages/tin.aspx?ItemID=32748&amp;l=Tintrongtinh%2f&amp;amp;lv=4",
    ],
    "https://x.vn/tim?q=a%2Bb+c": ["https://x.vn/tim?q=a%2bb%20c", "https://x.vn/tim?q=+a%2Bb+c+"],
    "https://x.vn/a%2Fb": ["https://x.vn/%61%2fb"],
    "https://x.vn/100%25/a": ["https://x.vn/100%/a"],
    "https://x.vn/%FF": ["https://x.vn/%ff"],
    "http://[::1]/a": ["http://[0:0:0:0:0:0:0:1]:80/a"],
    "https://xn--mttrn-o31bsc.vn/": ["https://MặtTrận.vn", unicodedata.normalize("NFD", "https://mặttrận.vn/")],
}
DIFFERENT = [  # addresses of two pages
    ("https://x.vn/63", "https://x.vn/64"),
    ("https://x.vn/tin?63", "https://x.vn/tin?64"),
    ("https://x.vn/print.aspx?postid=123", "https://x.vn/print.aspx?postid=124"),
    ("https://x.vn/chi-tiet?id=35289&_c=3,9", "https://x.vn/chi-tiet?id=35289&_c=3"),
    ("https://x.vn/list", "https://x.vn/list?page=1"),
    ("https://x.vn/list?page=1", "https://x.vn/list?page=2"),
    ("https://x.vn/a?share=12", "https://x.vn/a?share=13"),
    ("https://x.vn/a?source=12", "https://x.vn/a?source=13"),
    ("https://x.vn/a?p=1", "https://x.vn/a?p=2"),
    ("https://x.vn/a?co", "https://x.vn/a?khong"),
    ("https://x.vn/a?q=1%2B2", "https://x.vn/a?q=1+2"),
    ("https://x.vn/a?a=1;b=2", "https://x.vn/a?a=1%3Bb=2"),
    ("https://x.vn/a%2Fb", "https://x.vn/a/b"),
    ("https://x.vn/bai", "https://x.vn/bai/"),
    ("https://x.vn/amp/", "https://x.vn/"),
    ("https://x.vn/lamp/", "https://x.vn/"),
    ("https://x.vn/A", "https://x.vn/a"),
    ("https://x.vn/Đ", "https://x.vn/Ð"),
    ("https://x.vn/a", "http://x.vn/a"),
    ("https://x.vn/a", "https://www.x.vn/a"),
    ("https://x.vn/a", "https://x.vn:8443/a"),
]
NO_ADDRESS = [
    *(
        "",
        "/a",
        "//x.vn/a",
        "mailto:a@x.vn",
        "javascript:void(0)",
        "ftp://x.vn/a",
        "http://",
        "http:x.vn/a",
        "http://./",
    ),
    *("http://x:y/", "http://x.vn:99999/", "http://x y.vn/", "http://x%2Evn/", "http://x..vn/", "http://[v1.a]/"),
    *("http://x.vn\\@khac.vn/", "http://x.vn\\khac/", "http://\ud800.vn/", "http://[::1/", f"http://{'a' * 70}ệ.vn/"),
    *(f"http://x.vn/{'a' * LONGEST}", f"http://x.vn/{'ệ' * (LONGEST // 2)}"),
]

PIECES = (
    *("http://", "https:", "x.vn", "@", ":443", "[::1]", "/", "//", "\\", ".", "..", "%2e", "%2F", "amp", "amp;", "#"),
    *("&", "?", "=", ";", "+", "%20", "%", "%C4%90", "%CC%A3", "\u0323", "\u037e", "ê", "%ff", "%c3", "\ud800", "İ"),
    *(";jsessionid=1", "(S(lit3py55t21z5v55vlm25s55))", "utm_source=a", "%75tm_id", "share", "page=1", "63", "\u3002"),
)
NASTY = st.one_of(
    st.text(alphabet=st.sampled_from(string.printable + "ăệ\u0323\u0302Ðđ\u00a0\u200b\ud800İß℀"), max_size=40),
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
)
START = st.sampled_from(("", "http://", "http://x.vn/", "https://x.vn/tin?"))
WORDS = st.text(alphabet="abđệ1 %/?#=&+;.", min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("spelling", "wanted"), [(each, url) for url, others in SPELLINGS.items() for each in (url, *others)]
)
def test_every_spelling_of_an_address_is_one(spelling: str, wanted: str) -> None:
    assert canonical_url(spelling) == wanted


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_pages_keep_two_addresses(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize("url", NO_ADDRESS)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical_url(url)


@given(start=START, rest=NASTY)
@example(start="http://x.vn/", rest="a\u0302;jsessionid=%80")
@example(start="http://x.vn/", rest="(S(lit3py55t21z5v55vlm25s55));jsessionid=1")
@example(start="http://x.vn/", rest="?+amp;amp;+utm_id=1")
def test_what_is_canonical_stays_and_nothing_but_value_error_is_raised(start: str, rest: str) -> None:
    try:
        once = canonical_url(start + rest)
    except ValueError:
        return
    assert once.isascii()
    assert canonical_url(once) == once


@given(
    text=st.text(alphabet="abcăâđêôơưạảấẩệỉọờủựỹ ÔĐƯ\u0323\u0301.-()_~", min_size=1, max_size=20), where=st.booleans()
)
def test_spellings_of_one_path_agree(text: str, where: bool) -> None:
    before = "http://x.vn/tin/a" if where else "http://x.vn/tin?q=a"
    forms = [unicodedata.normalize(form, text) for form in ("NFC", "NFD", "NFKC", "NFKD")]
    spellings = [before + spelled + "z" for form in forms for spelled in (form, quote(form))]
    spellings.append(before + "".join(f"%{byte:02x}" for byte in text.encode()) + "z")
    assert len({canonical_url(spelling) for spelling in spellings}) == 1


@given(fields=st.lists(st.tuples(WORDS, WORDS), max_size=5))
def test_every_field_that_is_no_junk_is_kept(fields: list[tuple[str, str]]) -> None:
    fields = [(key.strip(), value.strip()) for key, value in fields if key.strip() and not JUNK.fullmatch(key)]
    query = "&".join(f"{quote(key)}={quote(value)}" for key, value in fields)
    kept = parse_qsl(urlsplit(canonical_url(f"http://x.vn/a?{query}&utm_source=x")).query, keep_blank_values=True)
    assert kept == fields


@pytest.mark.parametrize(
    "field", ["63", "co", "id=", "=5", "id", "page=1", "l=a", "p=7", "amp=7", "ref=12", "from=2024"]
)
def test_bare_numbers_and_fields_without_value_are_kept(field: str) -> None:
    assert canonical_url(f"http://x.vn/a?{field}") == f"http://x.vn/a?{field}"
    assert canonical_url(f"http://x.vn/a?fbclid=1&{field}&zarsrc=2") == f"http://x.vn/a?{field}"
