"""Articles in the manner of the Front's portals: one report with its reprints, and reports written on one pattern."""

import unicodedata
from collections.abc import Mapping
from pathlib import Path

_FOLDER = Path(__file__).parent / "corpus" / "reprints"


def _text(name: str) -> str:
    return (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").strip()


_BARE = _text("portal")
_PARAGRAPHS = _BARE.split("\n\n")
_VISIT = (
    "Trước khi hội nghị bế mạc, các đại biểu đã đến thăm, tặng quà gia đình ông Bùi Văn Lực ở thôn Đồng Cạn, một trong "
    "những hộ vừa dọn về nhà mới hồi đầu tháng."
)
_PICTURE = "Quang cảnh hội nghị. (Ảnh: Quốc Hương)"


def _page(*paragraphs: str, mark: str = "", signature: str = "") -> str:
    return "\n\n".join(part for part in (mark + paragraphs[0], *paragraphs[1:], signature) if part)


def _replaced(text: str, changes: Mapping[str, str]) -> str:
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


PORTAL = _page(*_PARAGRAPHS, mark="(Mặt trận) - ", signature="Hà Linh")

COPIES = {  # what papers do to the report of a portal; the figures stay
    "another lead mark and signature": _page(
        *_PARAGRAPHS, mark="(Baothanhhoa.vn) - ", signature="Tin, ảnh: Quốc Hương"
    ),
    "the lead mark without its blank": _page(*_PARAGRAPHS, mark="(BDO)-"),
    "a caption, printed twice": _page(*_PARAGRAPHS[:2], f"{_PICTURE}\n{_PICTURE}", *_PARAGRAPHS[2:]),
    "title, date and counters around it": _page(
        *("Chính trị | Xã hội | Kinh tế", "Thạch Thành xóa nhà tạm", "Thứ Sáu, ngày 13/9/2024 - 06:15"),
        *(*_PARAGRAPHS, "Quốc Hương", "Lượt xem: 317"),
    ),
    "decomposed letters": unicodedata.normalize("NFD", PORTAL),
    "capitals": PORTAL.upper(),
    "tones on the other letter": _replaced(
        PORTAL, {"Thanh Hóa": "Thanh Hoá", "văn hóa": "văn hoá", "Ủy": "Uỷ", "ủy": "uỷ"}
    ),
    "i for y": _replaced(PORTAL, {"tỷ": "tỉ", "kỹ": "kĩ"}),
    "no-break and zero-width characters": PORTAL.replace(" ngày", "\xa0ngày").replace("nhà ", "nhà\u200b "),
    "figures written otherwise": _replaced(PORTAL, {"4.250": "4250", "12/9": "12-9", " 25 ": " 025 "}),
    "the terms of the paper": _replaced(
        PORTAL,
        {"MTTQ": "Mặt trận Tổ quốc", "UBND": "Ủy ban nhân dân", "ông Phạm": "đồng chí Phạm", "bà Lê": "đồng chí Lê"},
    ),
    "a paragraph more": _page(*_PARAGRAPHS, _VISIT),
}
CHANGED = {  # reprints in which some figures are others
    "one figure": _replaced(PORTAL, {"31 tỷ": "32 tỷ"}),
    "a day and a figure": _replaced(PORTAL, {"12/9": "13/9", "365 căn": "356 căn"}),
    "without its fourth paragraph": _page(*_PARAGRAPHS[:3], *_PARAGRAPHS[4:]),
    "without its last paragraph": _page(*_PARAGRAPHS[:-1]),
}
OTHERS = {  # of the same event, or much shorter
    "half of it": _page(*_PARAGRAPHS[:3]),
    "the beginning, then another report": _page(_PARAGRAPHS[0], _VISIT, *_text("handover").split("\n\n")),
}


def _fill(name: str, *fillings: Mapping[str, str]) -> list[str]:
    return [_text(name).format_map(filling) for filling in fillings]


_FESTIVAL = {
    "area": "thôn Yên Lạc",
    "commune": "Vĩnh Sơn",
    "district": "Vĩnh Linh",
    "guest": "ông Trần Quang Minh",
    "post": "Phó Chủ tịch Ủy ban MTTQ Việt Nam huyện",
    "day": "10/11",
    "years": "94",
    "year": "2024",
    "households": "186",
    "cultured": "172",
    "poor": "4",
    "fund": "320",
    "gifts": "25",
}
_HANDOVER = {
    "day": "22/8",
    "commune": "Hà Tam",
    "owner": "ông Nguyễn Văn Tý",
    "village": "thôn 2",
    "cost": "150",
    "area": "52",
    "months": "2",
}
_SESSION = {
    "day": "9/7",
    "place": "huyện Con Cuông",
    "ordinal": "ba",
    "term": "XXI",
    "guest": "Đồng chí Vi Thị Lan",
    "fund": "845",
    "houses": "62",
    "meetings": "14",
    "voters": "1.250",
}
PATTERNS = {  # reports of one office, or of neighbours, in one wording
    "the same feast in another village": _fill(
        "festival",
        _FESTIVAL,
        _FESTIVAL | {"area": "thôn Tân Phú", "day": "11/11", "households": "98", "cultured": "90", "gifts": "15"},
        _FESTIVAL | {"area": "thôn Đoài"},
        _FESTIVAL | {"commune": "Hải Hòa", "district": "Hải Lăng", "guest": "bà Nguyễn Thị Hạnh"},
    ),
    "the same feast in another year": _fill(
        "festival",
        _FESTIVAL,
        _FESTIVAL
        | {"day": "16/11", "years": "95", "year": "2025", "households": "191", "cultured": "180", "poor": "2"}
        | {"fund": "275", "gifts": "30"},
    ),
    "a house for another family": _fill(
        "handover",
        _HANDOVER,
        _HANDOVER | {"owner": "ông Lê Văn Bảy", "village": "thôn 4", "cost": "140", "area": "50"},
        _HANDOVER | {"owner": "bà Đinh Thị Blơi", "commune": "Yang Bắc", "village": "làng Jro Ktu Đak Yang"},
    ),
    "the session of another district": _fill(
        "session",
        _SESSION,
        _SESSION | {"place": "huyện Anh Sơn", "guest": "Đồng chí Hoàng Quyền", "day": "11/7", "fund": "920"},
        _SESSION | {"place": "Quận 3", "guest": "Bà Phan Kiều Nga"},
        _SESSION | {"place": "Quận 7", "guest": "Bà Phan Kiều Nga"},
    ),
}
