"""VNPT Portal on SharePoint: `/portal/Pages/2020-5-29/<slug><tail>.aspx`.

Its trap: many pages show no date, only the folder in the address has it, without leading zeros. Letter case of paths
varies. No template of it is public: titles are looked for in several places.
"""

from scrapers.layouts.dated import day_in_path
from scrapers.layouts.model import Layout

VNPTPORTAL = Layout(
    name="vnptportal",
    mark="#art-content",
    links="a[href*='/pages/1' i], a[href*='/pages/2' i]",
    article=r"(?i)/pages/\d{4}(?:-\d{1,2}-\d{1,2})?/[^/?]+\.aspx",
    title=("#art-title, .art-title", "meta[property='og:title']", "[id*=PlaceHolderMain] h1", "h1", "title"),
    lead=("#art-summary, .art-summary, #art-sapo, .art-sapo",),
    body=("#art-content",),
    date=("#art-date, .art-date", "[id*=PlaceHolderMain] [id$=_lblDate]"),
    author=("#art-author, .art-author",),
    tags=".art-tags a",
    drop=(
        "#art-content :is(.art-tool, .art-tools, .art-related, .art-share, .art-rating, .art-tags),"
        " #art-content :is([class*=lien-quan], [class*=tin-khac])"
    ),
    dated=day_in_path,
    keys=(r"/pages/(\d{4}(?:-\d{1,2}-\d{1,2})?/[^/?]+)\.aspx", r"/print\.aspx\?(?:[^&]{0,200}&){0,5}?(p=\d+)"),
    caseless=True,
)
