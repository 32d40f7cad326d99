"""The tables of `data/`, loaded once: gazetteer, campaigns, units, cues, and the matcher over all their names."""

from dataclasses import dataclass
from pathlib import Path

from extractor.lexicon.campaigns import Campaigns, load_campaigns
from extractor.lexicon.cues import Cues, load_cues
from extractor.lexicon.gazetteer import Gazetteer, load_gazetteer
from extractor.lexicon.phrases import Phrases
from extractor.lexicon.units import Units, load_units


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All tables; `phrases` finds the names of gazetteer, campaigns and cues in one pass."""

    gazetteer: Gazetteer
    campaigns: Campaigns
    units: Units
    cues: Cues
    phrases: Phrases


def load_lexicon(data: Path) -> Lexicon:
    """Load every table under `data`; a wrong row is a TableError that names file, line and cure."""
    gazetteer = load_gazetteer(data / "gazetteer")
    campaigns = load_campaigns(data / "campaigns.csv")
    cues = load_cues(data / "cues.csv")
    units = load_units(data / "units.csv", data / "indicators.csv")
    phrases = Phrases([*gazetteer.entries(), *campaigns.entries(), *cues.entries()])
    return Lexicon(gazetteer, campaigns, units, cues, phrases)
