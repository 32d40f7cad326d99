"""How the sites do: what the database says of each, what follows from it, and the report of a run."""

from extractor.health.diagnose import Alarm, Diagnosis, diagnose
from extractor.health.model import Fill, Recent, SiteState, Trouble, Visit
from extractor.health.report import Report, SiteReport, report_of

__all__ = [
    "Alarm",
    "Diagnosis",
    "Fill",
    "Recent",
    "Report",
    "SiteReport",
    "SiteState",
    "Trouble",
    "Visit",
    "diagnose",
    "report_of",
]
