"""The campaigns, movements, programmes, funds and festivals that are known by name."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from extractor.errors import TableError
from extractor.lexicon.campaign_words import CampaignWords, load_campaign_words
from extractor.lexicon.nametrie import NameTrie
from extractor.lexicon.tables import read_table
from extractor.text.normalise import lower, normalise

TABLE = "campaign"
ALONE, MARKED, TYPED, NEVER = "alone", "marked", "typed", "never"
_STANDS = (ALONE, MARKED, TYPED, NEVER)
_TYPES = (
    *("campaign", "movement", "programme", "fund", "festival", "drive"),
    *("appeal", "scheme", "plan", "forum", "prize", "model", "slogan"),
)
_COLUMNS = ["id", "name", "type", "stands", "aliases", "marked", "typed", "since", "source"]
_TYPOS = 2  # letters that a long name may differ in …
_LONG = 24  # … and from how many on it is long


@dataclass(frozen=True, slots=True)
class Campaign:
    """One row of `campaigns.csv`; `since` is the year of its launch.

    `stands` tells when the full name is a mention: `alone` wherever it stands; `marked` in quotes, behind a type word,
    or with a capital that the sentence doesn't ask for; `typed` only behind the type word of its own type; `never`
    (models, slogans, prizes) only where the text itself calls it a campaign.
    """

    id: str
    name: str
    type: str
    stands: str
    since: int | None
    source: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A campaign by one of its names; `stands` is that of the name (see `Campaign`)."""

    campaign: Campaign
    stands: str


class Campaigns:
    """The campaigns by id, and by every name in every way of writing it."""

    def __init__(self, rows: dict[str, Campaign], names: list[tuple[str, Reading]], words: CampaignWords) -> None:
        self.rows = rows
        self.words = words
        self._trie: NameTrie[Reading] = NameTrie(
            small=words.small, abbreviations=words.abbreviations, spellings=words.spellings
        )
        self._long: list[tuple[str, Campaign]] = []
        for name, reading in names:
            self._trie.add(name, reading)
            if reading.stands == ALONE and len(slug(name)) >= _LONG:
                self._long.append((slug(name), reading.campaign))

    def entries(self) -> Iterator[tuple[str, str, str]]:
        """Yield (table, key, surface) for the phrase matcher: how names begin; `read` goes on from there."""
        for anchor in self._trie.anchors():
            yield TABLE, anchor, anchor

    def read(self, text: str, start: int) -> list[tuple[int, list[Reading]]]:
        """Return the names that begin at `start` of `text`: (end, readings), the longest first."""
        return self._trie.read(text, start)[::-1]

    def called(self, name: str, type_: str) -> Campaign | None:
        """Return the campaign that a quoted `name` behind a word of `type_` means, even misspelt by two letters."""
        readings = self._trie.get(name)
        for reading in readings:
            if reading.stands != TYPED or reading.campaign.type == type_:
                return reading.campaign
        key = slug(name)
        if key in self.rows:
            return self.rows[key]
        if len(key) < _LONG:
            return None
        near = (c for long, c in self._long if Levenshtein.distance(key, long, score_cutoff=_TYPOS) <= _TYPOS)
        return next(near, None)


def slug(name: str) -> str:
    """Return the id of a name: lower case, no diacritics, đ as d, runs of other characters as one hyphen."""
    plain = unicodedata.normalize("NFD", lower(name).replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"[\u0300-\u036f]", "", plain)).strip("-")


def load_campaigns(path: Path) -> Campaigns:
    """Load `campaigns.csv` and the words beside it; a bad row is a TableError that names file, line and cure."""
    rows: dict[str, Campaign] = {}
    names: dict[tuple[str, str], str] = {}  # bare name and type → where it stands
    readings: list[tuple[str, Reading]] = []
    words = load_campaign_words(path.with_name("campaign_words.csv"))
    bare = NameTrie[None](small=words.small, abbreviations=words.abbreviations, spellings=words.spellings)
    for where, raw in read_table(path, _COLUMNS):
        campaign = _campaign(where, raw)
        if campaign.id in rows:
            raise TableError(where, f"id {campaign.id!r} stands twice", cure="join the two rows")
        rows[campaign.id] = campaign
        for name, stands in _names(campaign, raw):
            key = (" ".join(bare.syllables(name)), campaign.type if stands == TYPED else "")
            if key in names:
                raise TableError(where, f"name {name!r} stands in {names[key]} too", cure="keep one of the two")
            names[key] = where
            readings.append((name, Reading(campaign, stands)))
    return Campaigns(rows, readings, words)


def _campaign(where: str, raw: dict[str, str]) -> Campaign:
    if None in raw or None in raw.values():
        raise TableError(where, "more or fewer cells than columns", cure="quote cells that hold a comma")
    for column, allowed in (("type", _TYPES), ("stands", _STANDS)):
        if raw[column] not in allowed:
            raise TableError(where, f"{column} {raw[column]!r} is unknown", cure=f"use one of {', '.join(allowed)}")
    if not raw["id"] or not f"-{slug(raw['name'])}".endswith(f"-{raw['id']}"):
        raise TableError(
            where,
            f"id {raw['id']!r} is not the slug of the name",
            cure="write the slug of the name without its type word",
        )
    if raw["since"] and not re.fullmatch(r"(?:19|20)\d\d", raw["since"]):
        raise TableError(where, f"since {raw['since']!r} is no year", cure="write four digits or nothing")
    since = int(raw["since"]) if raw["since"] else None
    return Campaign(raw["id"], normalise(raw["name"]).text, raw["type"], raw["stands"], since, raw["source"])


def _names(campaign: Campaign, raw: dict[str, str]) -> Iterator[tuple[str, str]]:
    if campaign.stands != NEVER:
        yield campaign.name, campaign.stands
    for column, stands in (("aliases", ALONE), (MARKED, MARKED), (TYPED, TYPED)):
        for name in filter(None, raw[column].split("|")):
            yield normalise(name).text, stands
