"""The rows of an article say what its extraction said: a page from the store shows the same cards and colours."""

import unicodedata
from collections.abc import Iterator

import pytest

from extractor.explain import Block, View, load_labels, view
from extractor.paths import data_dir
from extractor.pipeline import Extraction, Extractor
from extractor.store import ArticleRecord, Store, Versions, read_reference
from extractor.store.recall import recalled
from tests.texts import gold

CURRENT = Versions(lexicon="tables-1", code="code-1")
NOW = "2026-11-28T00:00:00+00:00"
LABELS = load_labels(data_dir())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store(tmp_path_factory.mktemp("recall") / "a.db") as store:
        store.put_reference(read_reference(data_dir()), digest=CURRENT.lexicon, now=NOW)
        yield store


def kept(store: Store, extraction: Extraction, name: str) -> Extraction:
    """Write an extraction and read it back."""
    key = store.articles.put(ArticleRecord(document=name, text=extraction.document.raw, title=extraction.title)).key
    store.articles.put_extraction(key, extraction, current=CURRENT, now=NOW)
    found = recalled(store.db, key)
    assert found is not None
    return found


def shown(extraction: Extraction) -> View:
    return view(extraction, "d", LABELS)


@pytest.mark.parametrize("name", sorted(gold())[::4])
def test_every_card_is_the_same(name: str, store: Store, extractor: Extractor) -> None:
    extraction = extractor(gold()[name])
    assert shown(kept(store, extraction, name)).cards == shown(extraction).cards


@pytest.mark.parametrize("name", sorted(gold())[::8])
def test_every_paragraph_and_its_facts_are_the_same(name: str, store: Store, extractor: Extractor) -> None:
    extraction = extractor(gold()[name])
    fresh, again = shown(extraction).blocks, shown(kept(store, extraction, name)).blocks
    assert [(block.kind, block.rule, said(block)) for block in again] == [(b.kind, b.rule, said(b)) for b in fresh]
    assert [facts_of(block) for block in again] == [facts_of(block) for block in fresh]
    assert [mark for block in again for mark in facts_of(block)] or not extraction.facts


def said(block: Block) -> str:
    return "".join(piece.text for piece in block.pieces)


def facts_of(block: Block) -> list[tuple[int, int, int]]:
    marks = {mark for piece in block.pieces for mark in piece.marks if mark.kind == "fact"}
    return sorted((mark.number, mark.start, mark.end) for mark in marks)


def mentions(view: View) -> set[tuple[int, int, str, str, str]]:
    return {(row.start, row.end, row.kind, row.text, row.rule) for row in view.rows}


def test_mentions_are_those_of_the_output_contract(store: Store, extractor: Extractor) -> None:
    extraction = extractor(gold()["d01"])
    again = mentions(shown(kept(store, extraction, "m")))
    assert again <= mentions(shown(extraction))
    assert {kind for _, _, kind, _, _ in again} == {"date", "locality", "campaign", "quantity"}


@pytest.mark.parametrize(
    "text",
    [
        "Tỉnh Nghệ An\u200b: năm 2023 các cấp Mặt trận vận động được hơn 76 tỷ đồng, làm 120 căn nhà đại đoàn kết.",
        unicodedata.normalize("NFD", "Năm 2023, tỉnh Nghệ An vận động được hơn 76 tỷ đồng, làm 120 căn nhà."),
    ],
    ids=["zero-width", "decomposed"],
)
def test_offsets_count_the_text_as_it_was_given(text: str, store: Store, extractor: Extractor) -> None:
    again = kept(store, extractor(text), text)
    assert again.facts
    for card in shown(again).cards:
        assert text[card.start : card.end] == card.quote


def test_no_such_article(store: Store) -> None:
    assert recalled(store.db, 10**9) is None


def test_an_article_without_facts_is_shown_too(store: Store, extractor: Extractor) -> None:
    again = kept(store, extractor("Mặt trận các cấp tiếp tục chăm lo đời sống nhân dân."), "none")
    assert shown(again).cards == ()
    assert shown(again).blocks
