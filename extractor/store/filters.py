"""Filters that every reading command shares: which indicator, province, year, campaign, status, aggregation, site."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz, process

from extractor.errors import FilterError
from extractor.paths import data_dir
from extractor.store.called import campaign_aliases, province_aliases, type_words
from extractor.text.folding import folded_words

if TYPE_CHECKING:
    from extractor.store.store import Store

STATUSES = ("achieved", "target", "pledged")
AGGREGATIONS = ("whole", "part", "each")
_YEARS = range(1900, 2101)
_LISTED = 24  # values that an error lists; of more it names the nearest
_NEAREST = 5
_KINDS = (("thanh", "pho"), ("tinh",), ("tp",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What rows are asked for, None for all; `province` is a code of then or of now."""

    indicator: str | None = None
    province: str | int | None = None
    year: str | int | None = None
    campaign: str | None = None
    status: str | None = None
    aggregation: str | None = None
    site: str | None = None

    def __bool__(self) -> bool:
        return bool(self.asked())

    def asked(self) -> dict[str, str | int]:
        """Return the filters that are set, by name."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    def checked(self, store: "Store") -> "Filters":
        """Return the filters as the tables write them, names as ids and codes; raises FilterError for unknown ones.

        Names need neither diacritics nor case. A name that two provinces bear is that of today, which holds the other.
        """
        wanted = {name: str(value).strip() for name, value in self.asked().items()}
        found: dict[str, Any] = {name: _CHECKS[name](name, value, store) for name, value in wanted.items()}
        return replace(self, **found)


def single(name: str, values: Sequence[str] | None) -> str | None:
    """Return the one value that a filter is given, None for none; raises FilterError for several."""
    if values and len(values) > 1:
        raise FilterError(name, f"given {len(values)} times", cure="ask for one at a time")
    return values[0] if values else None


def conditions(filters: Filters, columns: Collection[str]) -> tuple[str, dict[str, Any]]:
    """Return an SQL condition over a table or view with `columns`, `1` if nothing is asked, and its named values.

    Raises FilterError for a filter on a column that is not there. Takes filters that are checked.
    """
    wanted = filters.asked()
    terms = [_condition(name, columns) for name in wanted]
    return " AND ".join(terms) or "1", wanted


def columns_of(name: str) -> tuple[str, ...]:
    """Return the columns that the filter of this name asks; a row fits if one of them has its value."""
    return ("province_code", "province_now_code") if name == "province" else (name,)


def _condition(name: str, columns: Collection[str]) -> str:
    asked = [column for column in columns_of(name) if column in columns]
    if not asked:
        usable = [known for known in asdict(Filters()) if set(columns_of(known)).intersection(columns)]
        cure = f"there are {', '.join(usable)}" if usable else "leave it out"
        raise FilterError(name, "these rows have no such column", cure=cure)
    terms = " OR ".join(f"{column} = :{name}" for column in asked)
    return f"({terms})" if len(asked) > 1 else terms


def _indicator(name: str, value: str, store: "Store") -> str:
    rows = store.db.execute("SELECT id, label_vi, label_en FROM indicators").fetchall()
    return _chosen(name, value, {each: labels for each, *labels in rows})


def _province(name: str, value: str, store: "Store") -> str:
    sql = "SELECT code, name FROM localities WHERE level = 'province' ORDER BY valid_from DESC"
    provinces: dict[str, list[str]] = {}
    for code, called in store.db.execute(sql).fetchall():
        provinces.setdefault(code, []).append(called)
    if value.isdecimal():
        return _chosen(name, value.zfill(2), provinces, said=value)
    wanted, other = _glued(value), province_aliases(data_dir())
    for code, names in provinces.items():
        if wanted in map(_glued, [*names, *(alias for each in names for alias in other.get(each, ()))]):
            return code
    return _chosen(name, _bare(value, _KINDS), provinces, said=value)


def _glued(name: str) -> str:
    """Leave out the type word and the gaps: `TP.HCM`, `Daklak`."""
    return _bare(name, _KINDS).replace(" ", "")


def _campaign(name: str, value: str, store: "Store") -> str:
    """Find a campaign by its own names before others, and by the whole name before that without its type word."""
    rows: dict[str, str] = dict(store.db.execute("SELECT id, name FROM campaigns").fetchall())
    other, types = campaign_aliases(data_dir()), type_words(data_dir())
    own = [(each, text) for each, called in rows.items() for text in (each, called)]
    aliases = [(each, alias) for each in rows for alias in other.get(each, ())]
    for kinds in ((), types):
        for names in (own, aliases):
            found = {each for each, text in names if _bare(text, kinds) == _bare(value, kinds)}
            if len(found) == 1:
                return found.pop()
    return _chosen(name, value, {each: [called] for each, called in rows.items()})


def _site(name: str, value: str, store: "Store") -> str:
    rows = store.db.execute("SELECT slug, name FROM sites").fetchall()
    return _chosen(name, value, {slug: [called] for slug, called in rows})


def _year(name: str, value: str, store: "Store") -> int:
    if value.isdecimal() and int(value) in _YEARS:
        return int(value)
    raise FilterError(name, f"{value!r} is no year", cure="write four digits, as 2023")


def _one_of(values: Collection[str]) -> Callable[[str, str, "Store"], str]:
    return lambda name, value, _: _chosen(name, value, dict.fromkeys(values, ()))


_CHECKS: dict[str, Callable[[str, str, "Store"], str | int]] = {
    "indicator": _indicator,
    "province": _province,
    "year": _year,
    "campaign": _campaign,
    "status": _one_of(STATUSES),
    "aggregation": _one_of(AGGREGATIONS),
    "site": _site,
}


def _bare(name: str, kinds: Sequence[tuple[str, ...]]) -> str:
    """Leave out the type word: `tỉnh Thanh Hóa`, `TP. Huế`, `Quỹ “Vì người nghèo”`."""
    words = folded_words(name)
    kind = next((kind for kind in kinds if tuple(words[: len(kind)]) == kind and words[len(kind) :]), ())
    return " ".join(words[len(kind) :])


def _chosen(name: str, value: str, known: Mapping[str, Collection[str]], *, said: str | None = None) -> str:
    """Return the id that `value` is or names; `known` has the names of each, `said` is what was typed."""
    if value in known:
        return value
    wanted = folded_words(value)
    for each, names in known.items():
        if any(folded_words(called) == wanted for called in (each, *names)):
            return each
    raise FilterError(name, f"there is no {(value if said is None else said)!r}", cure=_offer(wanted, known))


def _likeness(one: str, other: str, **options: Any) -> float:
    """Rate two names: shared words first, then how they are written."""
    return fuzz.token_set_ratio(one, other) + fuzz.ratio(one, other) / 100


def _offer(wanted: list[str], known: Mapping[str, Collection[str]]) -> str:
    if len(known) <= _LISTED:
        return f"there are {', '.join(sorted(known))}" if known else "the database holds none yet"
    shown = [f"{each} ({called})" for each, names in known.items() for called in names]
    surfaces = {text: " ".join(folded_words(text)) for text in shown}
    near = process.extract(" ".join(wanted), surfaces, scorer=_likeness, limit=_NEAREST)
    return f"the nearest are {', '.join(text for *_, text in near)}"
