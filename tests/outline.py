"""What a page of HTML is made of, as a browser reads it."""

from html.parser import HTMLParser

_VOID = ("meta", "meter", "br")


class Outline(HTMLParser):
    """The tags, ids, links and text of a page; `open` are the tags that were never closed."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.named: list[str] = []
        self.open: list[str] = []
        self._texts: list[str] = []
        self.feed(markup)

    @property
    def text(self) -> str:
        """The text of it all, with one space between words."""
        return " ".join(" ".join(self._texts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        self.ids += filter(None, [found.get("id")])
        self.links += filter(None, [found.get("href")])
        self.named += filter(None, [found.get("aria-labelledby")])
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self._texts.append(data)
