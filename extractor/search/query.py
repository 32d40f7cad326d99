"""What a reader types, as phrases of folded words.

`nhà đại đoàn kết` asks for all of the words, `"đại đoàn kết"` for a phrase, `thanh*` for what begins so, `nhà OR đất`
for one of the two, `-tết` for what does not say so. OR joins its two neighbours: `hiến OR góp đất` is said with đất.
Everything else is a blank: no query is wrong but one that holds no word.
"""

import re
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from extractor.errors import QueryError
from extractor.text.folding import fold, folded, folded_words

MOST = 64  # phrases in a query
SHORTEST = 3  # letters before `*`: with fewer every second text would answer

_QUOTES = '"“”„«»'
_TOKEN = re.compile(
    rf"(?P<minus>[-−–]?)(?:[{_QUOTES}](?P<quoted>[^{_QUOTES}]*)[{_QUOTES}]?(?P<star>\*?)|(?P<bare>[^\s{_QUOTES}]+))"
)
_OR, _AND, _NOT = ("OR", "|", "||"), ("AND", "&", "&&"), ("NOT", "!")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row; with `prefix` the last one may go on."""

    words: tuple[str, ...]
    prefix: bool = False

    @property
    def fts(self) -> str:
        """The phrase as FTS5 writes it."""
        return f'"{" ".join(self.words)}"' + ("*" if self.prefix else "")

    @property
    def pattern(self) -> re.Pattern[str]:
        """What finds it in a folded text."""
        end = r"[^\W_]*" if self.prefix else r"(?![^\W_])"
        return re.compile(r"(?<![^\W_])" + r"[\W_]+".join(self.words) + end)


@dataclass(frozen=True, slots=True)
class Query:
    """One phrase of each group of `wanted`, none of `unwanted`."""

    wanted: tuple[tuple[Phrase, ...], ...] = ()
    unwanted: tuple[Phrase, ...] = ()

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """All phrases that a text may answer with."""
        return tuple(phrase for group in self.wanted for phrase in group)

    @property
    def fts(self) -> str:
        """The wanted as FTS5 writes it; empty where nothing is."""
        groups = (" OR ".join(phrase.fts for phrase in group) for group in self.wanted)
        return " AND ".join(f"({group})" for group in groups)

    @property
    def fts_unwanted(self) -> str:
        """The unwanted as FTS5 writes it; empty where nothing is."""
        return " OR ".join(phrase.fts for phrase in self.unwanted)

    def answered(self, text: str) -> bool:
        """Say whether a text answers the query."""
        plain = fold(text)
        said = {phrase for phrase in (*self.phrases, *self.unwanted) if phrase.pattern.search(plain)}
        return all(said.intersection(group) for group in self.wanted) and not said.intersection(self.unwanted)

    def hits(self, text: str, *, most: int = 200) -> "list[Hit]":
        """Return where the wanted phrases stand in `text`, in order; of each phrase at most so many places."""
        plain = folded(text)
        found = (
            Hit(*plain.given(*match.span()), phrase)
            for phrase in dict.fromkeys(self.phrases)
            for match in islice(phrase.pattern.finditer(plain.text), most)
        )
        return sorted(found, key=lambda hit: (hit.start, hit.end))


class Hit(NamedTuple):
    """A place of a text that answers a phrase."""

    start: int
    end: int
    phrase: Phrase


def parse(text: str) -> Query:
    """Read a query; raises QueryError for one that is too long or has too short a beginning before `*`."""
    wanted: list[list[Phrase]] = []
    unwanted: list[Phrase] = []
    joined = negated = False
    for match in _TOKEN.finditer(text):
        if match["bare"] in (*_OR, *_AND, *_NOT):
            joined = joined or (match["bare"] in _OR and bool(wanted))
            negated = negated or match["bare"] in _NOT
        elif phrase := _phrase(match):
            if negated or match["minus"]:
                unwanted.append(phrase)
            elif joined:
                wanted[-1].append(phrase)
            else:
                wanted.append([phrase])
            joined = negated = False
    query = Query(tuple(map(tuple, wanted)), tuple(unwanted))
    if len(query.phrases) + len(unwanted) > MOST:
        raise QueryError("query", f"more than {MOST} words and phrases", cure="leave some out, or quote a phrase")
    return query


def _phrase(match: re.Match[str]) -> Phrase | None:
    said = match["bare"] if match["quoted"] is None else match["quoted"] + match["star"]
    words = tuple(folded_words(said))
    prefix = said.rstrip().endswith("*")
    if words and prefix and len(words[-1]) < SHORTEST:
        raise QueryError("query", f"{said!r} begins too much", cure=f"write {SHORTEST} letters or more before *")
    return Phrase(words, prefix) if words else None
