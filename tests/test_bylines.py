"""The names in bylines, with and without labels."""

import pytest

from scrapers.layouts.bylines import name_in


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hương Diệp", "Hương Diệp"),
        ("Tác giả: Hương Diệp", "Hương Diệp"),
        ("Tác giả bài viết:\u00a0Lê Minh", "Lê Minh"),
        ("Viết bởi Trần Hà", "Trần Hà"),
        ("Được viết bởi: Trần Hà", "Trần Hà"),
        ("By Tuấn Kiệt - ", "Tuấn Kiệt"),
        ("Byung Ho", "Byung Ho"),
        ("Bởi.An", "Bởi.An"),
        ("T. Hiếu", "T. Hiếu"),
        ("M.Đ - H.L", "M.Đ - H.L"),
        ("Tác giả", None),
        ("Tác giả:  ", None),
        ("Tác giả: Admin", None),
        ("administrator", None),
        ("Super User", None),
        ("Quản trị viên", None),
        ("", None),
    ],
)
def test_a_byline_gives_its_name(text: str, name: str | None) -> None:
    assert name_in(text) == name
