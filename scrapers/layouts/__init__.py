"""The families of portals, one module each: where title, date and body of an article stand."""

from scrapers.layouts.daidoanket import DAIDOANKET
from scrapers.layouts.dnn import DNN
from scrapers.layouts.epi import EPI
from scrapers.layouts.eportal import EPORTAL
from scrapers.layouts.generic import GENERIC
from scrapers.layouts.joomla import JOOMLA
from scrapers.layouts.liferay import LIFERAY
from scrapers.layouts.mastercms import MASTERCMS
from scrapers.layouts.model import Layout, Tree
from scrapers.layouts.nukeviet import NUKEVIET
from scrapers.layouts.sharepoint import SHAREPOINT
from scrapers.layouts.vnptportal import VNPTPORTAL
from scrapers.layouts.wordpress import WORDPRESS

__all__ = ["GENERIC", "LAYOUTS", "Layout", "Tree", "detect", "layout_of"]

LAYOUTS = {
    layout.name: layout
    for layout in (
        NUKEVIET,
        EPI,
        MASTERCMS,
        JOOMLA,
        WORDPRESS,
        DAIDOANKET,
        EPORTAL,
        LIFERAY,
        VNPTPORTAL,
        SHAREPOINT,
        DNN,
        GENERIC,
    )
}
"""By name, in the order of detection; the last takes any page."""


def layout_of(family: str) -> Layout:
    """Return the layout of a site's family."""
    return LAYOUTS[family]


def detect(tree: Tree) -> Layout:
    """Return the first layout whose mark stands in the page."""
    return next(layout for layout in LAYOUTS.values() if layout.matches(tree))
