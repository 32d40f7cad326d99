"""The words of the pages, in Vietnamese and English."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from extractor.errors import TableError
from extractor.lexicon.tables import read_table
from extractor.lexicon.units import load_indicators
from extractor.numbers import grouped

_COLUMNS = ["of", "id", "vi", "en"]


class Label(NamedTuple):
    """One notion in both languages."""

    vi: str
    en: str

    def __str__(self) -> str:
        """Vietnamese first; a word that is the same in both stands once."""
        return self.vi if self.vi == self.en else f"{self.vi} · {self.en}"


class Labels:
    """Labels by group (`status`, `slot`, …) and id; `lang` is the language whose custom numbers follow."""

    def __init__(self, labels: Mapping[tuple[str, str], Label], *, lang: str = "vi") -> None:
        self._labels = labels
        self.lang = lang

    def __call__(self, group: str, name: str) -> Label:
        """Return a label; what the table does not hold is shown by its id."""
        return self._labels.get((group, name)) or Label(name, name)

    def only(self, lang: str) -> "Labels":
        """Return the same labels in one language alone, `vi` or `en`."""
        words = ((key, label.en if lang == "en" else label.vi) for key, label in self._labels.items())
        return Labels({key: Label(word, word) for key, word in words}, lang=lang)

    def number(self, value: float, *, digits: int = 3) -> str:
        """Write a number as readers of this language do."""
        return grouped(value, self.lang, digits=digits)


def load_labels(data: Path) -> Labels:
    """Load `labels.csv` and the indicators' labels from the folder of the tables."""
    labels: dict[tuple[str, str], Label] = {}
    path = data / "labels.csv"
    for where, row in read_table(path, _COLUMNS):
        if (row["of"], row["id"]) in labels:
            raise TableError(where, f"{row['of']} {row['id']} stands twice", cure="keep one of the two rows")
        labels[row["of"], row["id"]] = Label(row["vi"], row["en"])
    for indicator in load_indicators(data / "indicators.csv").values():
        labels["indicator", indicator.id] = Label(indicator.label_vi, indicator.label_en)
    return Labels(labels)
