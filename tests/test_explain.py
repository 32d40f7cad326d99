"""The explanation: every character shown once, every mark linked, nothing of the article taken for markup."""

import csv
import io
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from typer.testing import CliRunner, Result

from extractor.cli import app
from extractor.cli.coloured import coloured
from extractor.errors import InputError, TableError
from extractor.explain import Label, Labels, Mark, View, load_labels, page, view
from extractor.explain.cards import days, figure
from extractor.explain.marks import Holders, pieces
from extractor.facts.model import Evidence
from extractor.mentions.model import CampaignMention, Period
from extractor.paths import data_dir
from extractor.text.document import Document, Paragraph
from tests.outline import Outline
from tests.samples import TEXT, extraction


@pytest.fixture(scope="module")
def labels() -> Labels:
    return load_labels(data_dir())


def shown(raw: str = TEXT) -> View:
    return view(extraction(raw), "a.txt", load_labels(data_dir()))


def terminal(view: View, labels: Labels, *, colour: bool) -> str:
    written = io.StringIO()
    out = Console(file=written, width=100, force_terminal=colour, color_system="standard" if colour else None)
    for part in coloured(view, labels):
        out.print(part)
    return written.getvalue()


spans = st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda s: (s[0], s[0] + s[1]))


@given(st.lists(spans, max_size=12), st.integers(0, 10), st.integers(20, 40))
def test_pieces_are_the_text_and_each_bears_the_marks_that_lie_over_it(
    found: list[tuple[int, int]], start: int, end: int
) -> None:
    text = "".join(chr(0x41 + i) for i in range(50))
    over = [Mark(a, b, "date", n) for n, (a, b) in enumerate(found, 1) if a < end and b > start]
    cut = list(pieces(text, start, end, over))
    assert "".join(piece.text for piece in cut) == text[start:end]
    position = start
    for piece in cut:
        assert set(piece.marks) == {m for m in over if m.start <= position and m.end >= position + len(piece.text)}
        position += len(piece.text)
    assert sorted(m.number for piece in cut for m in piece.ends) == [m.number for m in over]


def test_all_text_is_shown_also_what_no_paragraph_holds() -> None:
    raw = "Menu\n\nTin chính.\n\nChân trang"
    document = Document(raw, raw, None, None, (Paragraph(6, 16, "body", "prose"),), ())
    blocks = view(replace(extraction(), document=document, mentions=(), facts=()), "a", Labels({})).blocks
    assert "".join(p.text for b in blocks for p in b.pieces) == raw
    assert [b.kind for b in blocks] == ["", "body", ""]


def test_marks_point_into_the_raw_text() -> None:
    zero_width = TEXT.replace("Thanh", "Tha\u200bnh").replace("76", "7\u200b6")
    found = shown(zero_width)
    assert found.cards[0].quote == "hơn 7\u200b6 tỷ đồng"
    assert zero_width[found.cards[0].start : found.cards[0].end] == found.cards[0].quote
    assert next(row.text for row in found.rows if row.kind == "locality") == "tỉnh Tha\u200bnh Hóa"
    assert "".join(p.text for b in found.blocks for p in b.pieces) == zero_width


def test_a_quantity_inside_a_fact_has_the_mark_of_the_fact() -> None:
    found = shown()
    kinds = [mark.kind for block in found.blocks for piece in block.pieces for mark in piece.ends]
    assert kinds.count("fact") == 2
    assert "quantity" not in kinds
    assert [row.fact for row in found.rows if row.kind == "quantity"] == [1]


def test_holders_hold_only_what_lies_wholly_inside() -> None:
    fact = extraction().facts[0]
    holding = Holders([fact])
    assert holding(fact.start + 1, fact.end) == 1
    assert holding(fact.start, fact.end + 1) is None
    assert holding(fact.end, fact.end + 1) is None


def test_evidence_is_borne_by_the_mention_that_it_coincides_with() -> None:
    first = extraction().facts[0]
    cue = Evidence("status", "cue “vận động”", TEXT.index("vận động"), TEXT.index("vận động") + 8)
    found = replace(extraction(), facts=(replace(first, evidence=(*first.evidence, cue)),))
    marks = {m for b in view(found, "a", Labels({})).blocks for p in b.pieces for m in p.marks}
    assert {m.kind: m.facts for m in marks if m.facts} == {"fact": (1,), "date": (1,), "locality": (1,), "cue": (1,)}


def test_card_tells_each_slot_with_its_basis_and_words() -> None:
    card = shown().cards[0]
    slots = {slot.name: slot for slot in card.slots}
    assert (card.figure, card.indicator) == ("> 76.000.000.000 VND", Label("Tiền", "Money"))
    assert (slots["period"].value, slots["period"].words) == ("2023-01-01 → 2023-12-31", ("Năm 2023",))
    assert (slots["locality"].value, slots["locality"].basis) == ("tỉnh Thanh Hóa (38)", ("sentence",))
    assert slots["campaign"].value is None
    assert slots["status"].value == "đã đạt · achieved"
    assert "".join((card.sentence[0], card.quote, card.sentence[1])) == TEXT


def test_campaign_is_shown_by_its_name() -> None:
    found = replace(extraction(), facts=(replace(extraction().facts[0], campaign="vi-nguoi-ngheo"),))
    slots = {slot.name: slot.value for slot in view(found, "a", Labels({})).cards[0].slots}
    assert slots["campaign"] == "Vì người nghèo"


@pytest.mark.parametrize(
    ("value", "upper", "modifier", "written"),
    [
        (76e9, None, "more_than", "> 76.000.000.000 u"),
        (43.5, None, None, "43,5 u"),
        (1, 2, None, "1 - 2 u"),
        (100, None, "at_least", "≥ 100 u"),
        (0, None, "unheard of", "0 u"),
    ],
)
def test_figure(value: float, upper: float | None, modifier: str | None, written: str) -> None:
    assert figure(value, upper, "u", modifier) == written


def test_days() -> None:
    year = extraction().facts[0].period
    assert year is not None
    assert days(year) == "2023-01-01 → 2023-12-31"
    assert days(Period(year.end, year.end)) == "2023-12-31"
    assert days(Period(None, year.end)) == "… → 2023-12-31"


def test_page_links_lead_somewhere_and_ids_are_unique(labels: Labels) -> None:
    outline = Outline(page(shown(), labels))
    assert len(outline.ids) == len(set(outline.ids))
    assert {link.removeprefix("#") for link in outline.links} <= set(outline.ids)
    assert {"f1", "f2", "t1", "t2", "m1"} <= set(outline.ids)
    assert outline.open == []


def test_page_links_hold_where_mentions_overlap(labels: Labels) -> None:
    """A date inside a campaign's name, a campaign of the very span of another."""
    start, end = TEXT.index("Quỹ"), TEXT.index(" được")
    fund = next(m for m in extraction().mentions if isinstance(m, CampaignMention))
    more = [
        replace(extraction().mentions[0], start=start + 4, end=start + 6),
        replace(fund, start=start, end=end),
        replace(fund, start=start - 5, end=start + 3),
    ]
    found = replace(extraction(), mentions=(*extraction().mentions, *more))
    outline = Outline(page(view(found, "a", labels), labels))
    assert len(outline.ids) == len(set(outline.ids))
    assert {link.removeprefix("#") for link in outline.links} <= set(outline.ids)


def test_page_needs_nothing_else_and_takes_nothing_for_markup(labels: Labels) -> None:
    hostile = f'<script>alert(1)</script>"><img src=x onerror=alert(2)> &amp; {TEXT}'
    found = replace(shown(hostile), title="</title><script>", document='"><b>')
    markup = page(found, labels)
    outline = Outline(markup)
    assert {"script", "img", "link", "iframe"}.isdisjoint(outline.tags)
    assert outline.tags.count("b") == 6  # the legend's
    assert "http" not in markup.replace("&lt;", "")
    assert unescape(markup).count("<script>alert(1)</script>") >= 1


def test_page_speaks_vietnamese_first_and_has_both_themes(labels: Labels) -> None:
    markup = page(shown(), labels)
    assert '<html lang="vi">' in markup
    assert 'Dữ kiện <span class="en" lang="en">Facts</span> (2)' in markup
    assert "prefers-color-scheme: dark" in markup
    assert 'name="viewport"' in markup
    assert all(f"#f{n}:is(:hover,:target,:focus-within)" in markup for n in (1, 2))


def test_page_names_rules_and_noise(labels: Labels) -> None:
    document = Document(TEXT, TEXT, None, None, (Paragraph(0, len(TEXT), "noise", "headlines <of others>"),), ())
    markup = page(view(replace(extraction(), document=document), "a", labels), labels)
    assert "&lt;kind&gt; &lt;name&gt;" in markup
    assert 'class="noise"' in markup
    assert "headlines &lt;of others&gt;" in markup


def test_page_without_facts_says_so(labels: Labels) -> None:
    markup = page(view(extraction("Không có gì."), "a", labels), labels)
    assert "Không có dữ kiện nào" in markup


def test_terminal_shows_text_facts_rules_and_evidence(labels: Labels) -> None:
    plain = terminal(shown(), labels, colour=False)
    assert "hơn 76 tỷ đồng[1]" in plain
    assert "> 76.000.000.000 VND" in plain
    assert "<n> <unit>; vận động <n>" in plain
    assert "“Năm 2023”" in plain
    assert "<kind> <name>" in plain
    assert "\x1b" not in plain
    assert "\x1b[1;33mhơn 76 tỷ đồng" in terminal(shown(), labels, colour=True)


def test_terminal_takes_nothing_of_the_article_for_commands(labels: Labels) -> None:
    found = shown(f"\x1b[2J\x07[bold]x[/bold] {TEXT}")
    plain = terminal(found, labels, colour=False)
    assert "\x1b" not in plain
    assert "\x07" not in plain
    assert "[bold]x[/bold]" in plain


def test_labels_cover_all_indicators_and_know_their_columns(labels: Labels, tmp_path: Path) -> None:
    with (data_dir() / "indicators.csv").open(encoding="utf-8") as file:
        assert all(labels("indicator", row["id"]).en == row["label_en"] for row in csv.DictReader(file))
    assert labels("status", "unheard of") == Label("unheard of", "unheard of")
    (tmp_path / "labels.csv").write_text("of,id,vi\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"labels\.csv:1"):
        load_labels(tmp_path)
    (tmp_path / "labels.csv").write_text("of,id,vi,en\na,b,c,d\na,b,c,d\n", encoding="utf-8")
    with pytest.raises(TableError, match="stands twice"):
        load_labels(tmp_path)


# The command, with the real extractor

ARTICLE = data_dir() / "gold" / "docs" / "d05.txt"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["explain", *arguments])


def test_command_writes_a_page_whose_text_is_the_article(tmp_path: Path) -> None:
    done = run(str(ARTICLE), "--html", str(tmp_path / "page.html"))
    assert done.exit_code == 0, done.output
    assert re.fullmatch(rf"{re.escape(str(tmp_path))}/page\.html: \d+ facts, \d+ mentions\n", done.output)
    outline = Outline((tmp_path / "page.html").read_text(encoding="utf-8"))
    assert len(outline.ids) == len(set(outline.ids))
    assert {link.removeprefix("#") for link in outline.links} <= set(outline.ids)


def test_command_shows_facts_on_the_terminal() -> None:
    done = run(str(ARTICLE), "--published", "08/10/2021", "--home", "79", "--no-color")
    assert done.exit_code == 0, done.output
    assert "187.400.000.000 VND" in done.output
    assert "\x1b" not in done.output


def test_command_refuses_folders_and_what_is_not_there(tmp_path: Path) -> None:
    assert run(str(tmp_path)).exit_code == 2
    missing = run(str(tmp_path / "none.txt"))
    assert isinstance(missing.exception, InputError)
    assert "none.txt" in str(missing.exception)
