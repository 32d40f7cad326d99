"""SVG elements as text; whatever comes from outside is escaped."""

from html import escape


def tag(name: str, content: str = "", **attributes: object) -> str:
    """Return an element; `class_` is `class`, underscores are dashes, None leaves an attribute out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_text(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def text(words: str, **attributes: object) -> str:
    """Return a text element."""
    return tag("text", escape(words), **attributes)


def tipped(content: str, tip: str, href: str | None, **attributes: object) -> str:
    """Return a group with a tip: a link that the tab key reaches where it leads somewhere."""
    title = tag("title", escape(tip)) if tip else ""
    if href is None:
        return tag("g", title + content, **attributes)
    return tag("a", title + content, href=href, aria_label=tip or None, **attributes)


def share(part: float) -> str:
    """Return a share of the width: 0.125 is `12.5%`."""
    return f"{part:.2%}"


def _text(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
