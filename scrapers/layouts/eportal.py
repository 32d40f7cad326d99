"""VNPT's ePortal, a set of portlets for Liferay.

Its traps: the line under the title begins with a text that is not the date; `null` stands before the title, the
clock of a player and the rating around the body.
"""

from datetime import datetime

from scrapers.layouts.model import Layout, Tree, first_stamp
from scrapers.stamps import ReadStamp

_LINE = "#testabc > div:first-of-type > p"


def _published(tree: Tree, stamp: ReadStamp) -> datetime | None:
    """Read the second text under the title, else the whole line."""
    node = tree.css_first(_LINE)
    texts = [child.text_content or "" for child in node.iter(include_text=True) if child.is_text_node] if node else []
    return (stamp(texts[1]) if len(texts) > 1 else None) or first_stamp(tree, (_LINE,), stamp)


EPORTAL = Layout(
    name="eportal",
    mark="#testabc",
    links="[id*=_WAR_vnpteportal] h2 a",
    article=r"[?&]_[^&=]{1,120}_baiVietId=\d+",
    title=("#testabc > div:first-of-type h1",),
    lead=("#testabc > p:has(strong)",),
    body=("#testabc > div:nth-of-type(2)",),
    date=(),
    author=("#testabc .tac-gia, #testabc .tacgia",),
    drop=(
        "#testabc [class*=audio], #testabc [class*=player], #testabc [class*=rating], #testabc [id*=rating],"
        " #testabc [class*=share], #testabc [class*=lien-quan], #testabc [class*=tin-khac]"
    ),
    published=_published,
    keys=(r"[?&]_[^&=]{1,120}_baiVietId=(\d+)",),
)
