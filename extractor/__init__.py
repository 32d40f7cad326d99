"""From a text to its facts, and from a database to tables: what to import, loaded when it is first asked for.

```python
from extractor import Extractor
extract = Extractor()
print(extract("Năm 2023, tỉnh Thanh Hóa vận động được hơn 76 tỷ đồng.").facts)
```
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.contract import as_record
    from extractor.errors import MattranError
    from extractor.facts.model import Evidence, Fact
    from extractor.frames import read_claims, read_facts, read_totals
    from extractor.lexicon.gazetteer import Unit
    from extractor.mentions.model import (
        CampaignMention,
        DateMention,
        LocalityMention,
        Mention,
        Period,
        QuantityMention,
    )
    from extractor.pipeline import Extraction, Extractor
    from extractor.store import Store
    from extractor.text.document import Document

_HOMES = {
    "CampaignMention": "extractor.mentions.model",
    "DateMention": "extractor.mentions.model",
    "Document": "extractor.text.document",
    "Evidence": "extractor.facts.model",
    "Extraction": "extractor.pipeline",
    "Extractor": "extractor.pipeline",
    "Fact": "extractor.facts.model",
    "LocalityMention": "extractor.mentions.model",
    "MattranError": "extractor.errors",
    "Mention": "extractor.mentions.model",
    "Period": "extractor.mentions.model",
    "QuantityMention": "extractor.mentions.model",
    "Store": "extractor.store",
    "Unit": "extractor.lexicon.gazetteer",
    "as_record": "extractor.contract",
    "read_claims": "extractor.frames",
    "read_facts": "extractor.frames",
    "read_totals": "extractor.frames",
}

__all__ = [
    "CampaignMention",
    "DateMention",
    "Document",
    "Evidence",
    "Extraction",
    "Extractor",
    "Fact",
    "LocalityMention",
    "MattranError",
    "Mention",
    "Period",
    "QuantityMention",
    "Store",
    "Unit",
    "as_record",
    "read_claims",
    "read_facts",
    "read_totals",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
