"""Claims: the figures that articles tell, each once, with all who tell it. Pure: facts in, claims and sums out.

Nothing here knows the database or the order in which facts came: the same facts make the same claims.
"""

from extractor.claims.consolidate import consolidate
from extractor.claims.model import Claim, Told, Witness
from extractor.claims.places import Place, place, places
from extractor.claims.reform import Area, Heir, heirs
from extractor.claims.spans import iso
from extractor.claims.telling import tellings
from extractor.claims.totals import Total, totals
from extractor.claims.voices import Figure, voices
from extractor.claims.voices import totals as totals_of_parts

__all__ = [
    "Area",
    "Claim",
    "Figure",
    "Heir",
    "Place",
    "Told",
    "Total",
    "Witness",
    "consolidate",
    "heirs",
    "iso",
    "place",
    "places",
    "tellings",
    "totals",
    "totals_of_parts",
    "voices",
]
