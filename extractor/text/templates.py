"""Feature templates of underthesea's models, and what a run of tokens weighs by them.

`T[-1,0].lower` at a token is its predecessor and itself, joined by a blank, in small letters; without a function it is
the text as it stands. A window over the beginning of the sentence has the value `BOS`, one over its end `EOS`.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from extractor.text.crf import Crf, Vector

Row = TypeVar("Row")
Key = TypeVar("Key")
Value = TypeVar("Value")
Functions = Mapping[str, Callable[[str], str]]  # from the part of a template behind its dot

BOS, EOS = "", " "
"""What stands before and behind a sentence: no tokeniser makes such tokens."""
REACH = 2  # tokens that a template sees before its own and behind it
_TEMPLATE = re.compile(r"T\[(-?\d+)(?:,(-?\d+))?\](?:\.(\w+))?")


@dataclass(frozen=True, slots=True)
class Template:
    """A template: its name, the first token that it looks at, how many they are, and the function's name or ``."""

    name: str
    first: int
    width: int
    function: str

    @classmethod
    def of(cls, name: str) -> "Template":
        """Read a template from its name; raises ValueError where it is none of ours."""
        if not (match := _TEMPLATE.fullmatch(name)):
            raise ValueError(f"no template: {name}")
        first = int(match[1])
        return cls(name, first, int(match[2] or first) - first + 1, match[3] or "")


class Remembered(dict[Key, Value]):
    """A function's results by argument; forgotten all at once when they are `bound`."""

    def __init__(self, function: Callable[[Key], Value], *, bound: float = math.inf) -> None:
        super().__init__()
        self._function = function
        self._bound = bound

    def __missing__(self, key: Key) -> Value:
        """Work the result out."""
        if len(self) >= self._bound:
            self.clear()
        value = self[key] = self._function(key)
        return value


class Windows(Generic[Row]):
    """What runs of `width` neighbours weigh, by where in the sight of a token they begin.

    `row` makes of vectors over labels, one for each beginning from two before the token on, what is to be added up.
    """

    def __init__(
        self,
        templates: Iterable[Template],
        crf: Crf,
        functions: Functions,
        *,
        width: int,
        row: Callable[[Sequence[Vector]], Row],
    ) -> None:
        none = (0.0,) * len(crf.labels)
        tables: dict[str, dict[str, list[Vector]]] = {}
        for template in templates:
            if template.width == width:
                rows = tables.setdefault(template.function, {})
                for value, vector in crf.weights.get(template.name, {}).items():
                    rows.setdefault(value, [none] * (2 * REACH + 2 - width))[template.first + REACH] = vector
        self._tables = [
            (functions[name], {value: row(vectors) for value, vectors in rows.items()}) for name, rows in tables.items()
        ]

    def __call__(self, tokens: Sequence[str]) -> list[Row]:
        """Return the rows of a run of tokens, which are to be added up."""
        if BOS in tokens or EOS in tokens:
            end = "BOS" if BOS in tokens else "EOS"
            return [table[end] for _, table in self._tables if end in table]
        text = " ".join(tokens)
        return [table[value] for function, table in self._tables if (value := function(text)) in table]


def attributes(
    tokens: Sequence[str], at: int, templates: Iterable[Template], functions: Functions
) -> Iterator[tuple[str, str]]:
    """Yield the names of the templates with their values for the token at `at`."""
    padded = (BOS, BOS, *tokens[max(0, at - REACH) : at + REACH + 1], EOS, EOS)
    own = REACH + min(at, REACH)
    for template in templates:
        yield template.name, _value(padded[own + template.first :][: template.width], functions[template.function])


def _value(window: Sequence[str], function: Callable[[str], str]) -> str:
    return "BOS" if BOS in window else "EOS" if EOS in window else function(" ".join(window))
