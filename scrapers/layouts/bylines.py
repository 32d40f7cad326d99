"""Names in bylines."""

import re

from scrapers.blocks import clean

_LABEL = re.compile(
    r"(?:tác giả(?: bài viết)?|người viết|người đăng|đăng bởi|(?:được )?viết bởi|written by|posted by|bởi|by)"
    r"(?![\w.])\s?:?",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"admin\w{0,12}|super user|webmaster|quản trị(?: viên| hệ thống)?", re.IGNORECASE)


def name_in(text: str) -> str | None:
    """Return the name in a byline without its label; None for a bare label or the account that runs the CMS."""
    name = clean(text)
    label = _LABEL.match(name)
    name = name[label.end() if label else 0 :].strip(" :|-")
    return None if not name or _ACCOUNT.fullmatch(name) else name
