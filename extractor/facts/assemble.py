"""From a draft to the fact: the search for totals, the names of all rules, the confidence."""

from collections.abc import Mapping, Sequence

from extractor.facts.confidence import confidence
from extractor.facts.draft import Draft
from extractor.facts.figure import Figure
from extractor.facts.model import Evidence, Fact
from extractor.facts.part import Inside, part_of
from extractor.facts.sums import Sum


def assemble(
    draft: Draft, near: Sequence[Figure], added: Sum | None, *, inside: Inside, units: Mapping[str, str]
) -> Fact:
    """Return the fact.

    `near` are the figures of its indicator and status among which a total is looked for, `added` is the total that it
    adds up to with others, `inside` tells whether a unit lies in another, `units` gives each indicator's unit.
    """
    figure, quantity, scene = draft.figure, draft.figure.quantity, draft.figure.scene
    if quantity.indicator is None:
        raise ValueError(f"no indicator counts {quantity!r}")
    evidence = [e for e in (*draft.evidence.values(), draft.each) if e]
    part, total = (None if figure.each else part_of(figure, near, inside) or added) or (None, None)
    if part:
        evidence.append(Evidence("aggregation", part, quantity.start, quantity.end))
    basis = {slot: e.basis if e else None for slot, e in draft.evidence.items()}
    return Fact(
        start=quantity.start,
        end=quantity.end,
        sentence=(scene.start, scene.end),
        indicator=quantity.indicator,
        value=quantity.value,
        value_upper=quantity.value_upper,
        unit=units[quantity.indicator],
        modifier=quantity.modifier,
        status=figure.status,
        aggregation="each" if figure.each else "part" if part else "whole",
        item=figure.thing,
        action=scene.text[draft.action.start : draft.action.end] if draft.action else None,
        period=figure.period,
        period_basis=basis["period"],
        locality=figure.area,
        locality_basis=basis["locality"],
        campaign=figure.campaign,
        campaign_basis=basis["campaign"],
        rules=(quantity.rule, *(f"{e.slot}: {e.basis}" for e in evidence)),
        evidence=tuple(evidence),
        confidence=confidence(
            quantity.indicator,
            known_noun=not quantity.rule.endswith("<unknown>"),
            has_verb=draft.action is not None,
            titled=scene.is_titled,
            evidence=draft.evidence,
        ),
        flow=figure.flow,
        scope=figure.scope,
        total=(total.quantity.start, total.quantity.end) if total else None,
    )
