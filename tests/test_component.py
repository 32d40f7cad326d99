"""The spaCy component: what it marks, exact also where tokens are not; it survives every way of keeping a pipeline."""

import pickle
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy import displacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from extractor.component import DocFact, Mattran
from extractor.contract import as_record
from extractor.pipeline import Extractor
from tests.samples import TEXT
from tests.test_robustness import VARIANTS, patchwork
from tests.texts import gold

NO_PYVI = {"nlp": {"tokenizer": {"use_pyvi": False}}}
REPORT = "Sáng nay, huyện Hương Khê bàn giao 5 căn nhà cho hộ nghèo."


@pytest.fixture(scope="module")
def nlp() -> Language:
    return pipeline()


def pipeline(**config: str) -> Language:
    nlp = spacy.blank("xx")
    nlp.add_pipe("mattran", config=config)
    return nlp


def marked(doc: Doc) -> dict[str, list[tuple[str, str, str]]]:
    """What each group holds: exact words, label, key."""
    return {
        group: [(doc.text[slice(*span._.chars)], span.label_, span.kb_id_) for span in spans]
        for group, spans in doc.spans.items()
    }


def test_groups_labels_and_keys(nlp: Language) -> None:
    assert marked(nlp(TEXT)) == {
        "dates": [("Năm 2023", "date", "2023")],
        "localities": [("tỉnh Thanh Hóa", "province", "38")],
        "campaigns": [("Quỹ Vì người nghèo", "fund", "vi-nguoi-ngheo")],
        "quantities": [("hơn 76 tỷ đồng", "VND", ""), ("120 nhà", "house", "")],
        "facts": [("hơn 76 tỷ đồng", "money", ""), ("120 nhà", "houses", "")],
    }


def test_facts_are_typed(nlp: Language) -> None:
    fact = nlp(TEXT)._.facts[0]
    assert isinstance(fact, DocFact)
    assert (fact.value, fact.unit, fact.modifier) == (76e9, "VND", "more_than")
    assert (fact.period_start, fact.period_end) == (date(2023, 1, 1), date(2023, 12, 31))
    assert (fact.locality, fact.campaign, fact.sentence) == ("38", "vi-nguoi-ngheo", TEXT)
    assert fact.rules[0] == "hơn <figures> <scale> <measure>"


@pytest.mark.parametrize("text", ["", " ", "\n\n", "Không có gì.", "Nothing to see here."])
def test_a_text_without_facts_has_empty_groups(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert list(doc.spans) == ["dates", "localities", "campaigns", "quantities", "facts"]
    assert [len(group) for group in doc.spans.values()] == [0] * 5
    assert doc._.facts == ()


def test_a_doc_that_did_not_come_by_has_no_facts(nlp: Language) -> None:
    doc = nlp.make_doc(TEXT)
    assert (doc._.facts, doc._.published, doc._.home, dict(doc.spans)) == ((), None, None, {})


def test_the_vietnamese_pipeline_does_without_pyvi() -> None:
    nlp = spacy.blank("vi", config=NO_PYVI)
    nlp.add_pipe("mattran")
    assert marked(nlp(TEXT)) == marked(pipeline()(TEXT))


# Offsets


def test_a_figure_glued_to_its_neighbour_keeps_its_own_characters(nlp: Language) -> None:
    doc = nlp("Năm 2023, xã hiến 120 ngày công,38,7ha đất.")
    assert [span.text for span in doc.spans["facts"]] == ["120 ngày công,38,7", "công,38,7ha đất"]
    assert [fact.quote for fact in doc._.facts] == ["120 ngày công", "38,7ha đất"]
    assert [span._.chars for span in doc.spans["facts"]] == [(f.start, f.end) for f in doc._.facts]


def test_spans_of_others_have_the_characters_of_their_tokens(nlp: Language) -> None:
    assert nlp(TEXT)[0:2]._.chars == (0, 8)


@pytest.mark.parametrize("write", VARIANTS.values(), ids=VARIANTS)
def test_offsets_hold_however_the_characters_are_coded(
    nlp: Language, extractor: Extractor, write: Callable[[str], str]
) -> None:
    check(nlp, extractor, write(gold()["e24"]))


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=patchwork, lang=st.sampled_from(("xx", "vi")))
def test_offsets_hold_in_any_patchwork(extractor: Extractor, raw: str, lang: str) -> None:
    nlp = spacy.blank(lang, config=NO_PYVI if lang == "vi" else {})
    nlp.add_pipe("mattran")
    check(nlp, extractor, raw)


def check(nlp: Language, extractor: Extractor, raw: str) -> None:
    """Hold what is marked against the output contract: nothing lost, nothing moved, tokens around it."""
    doc, record = nlp(raw), as_record(extractor(raw), "")
    assert doc.text == raw
    assert [(fact.start, fact.end) for fact in doc._.facts] == [(f["start"], f["end"]) for f in record["facts"]]
    assert [span._.chars for span in doc.spans["facts"]] == [(f["start"], f["end"]) for f in record["facts"]]
    assert sum(len(group) for group in doc.spans.values()) == len(record["mentions"]) + len(record["facts"])
    for fact in doc._.facts:
        assert raw[fact.start : fact.end] == fact.quote
    for group in doc.spans.values():
        for span in group:
            start, end = span._.chars
            assert span.start_char <= start < end <= span.end_char


# What is told of a doc


def told(nlp: Language, published: date | str | None = None, home: str | None = None) -> Doc:
    doc = nlp.make_doc(REPORT)
    doc._.published, doc._.home = published, home
    return nlp(doc)


@pytest.mark.parametrize("day", [date(2021, 12, 21), "2021-12-21"])
def test_a_doc_tells_its_own_day(nlp: Language, day: date | str) -> None:
    doc = told(nlp, published=day)
    assert doc._.facts[0].period_start == doc._.published == date(2021, 12, 21)


def test_the_day_of_the_pipeline_is_for_docs_without_their_own() -> None:
    nlp = pipeline(published="2020-02-29")
    assert told(nlp)._.facts[0].period_start == date(2020, 2, 29)
    assert told(nlp, published="2021-12-21")._.facts[0].period_start == date(2021, 12, 21)


def test_after_the_run_the_day_is_the_one_reckoned_from(nlp: Language) -> None:
    assert nlp(gold()["e24"])._.published == date(2021, 12, 21)


def test_the_home_tells_units_of_one_name_apart(nlp: Language) -> None:
    def place(doc: Doc) -> str | None:
        code: str | None = doc._.facts[0].locality
        return code

    text = "Năm 2019, huyện Châu Thành vận động được 5 tỷ đồng."
    doc = nlp.make_doc(text)
    doc._.home = "82"
    assert (place(nlp(doc)), place(pipeline(home="83")(text))) == ("821", "831")


@pytest.mark.parametrize("day", ["21/12/2021", "2021-13-01", "hôm qua"])
def test_what_is_no_day_is_refused(nlp: Language, day: str) -> None:
    with pytest.raises(ValueError, match=r"isoformat|month"):
        nlp.make_doc("x")._.published = day
    with pytest.raises(ValueError, match=r"isoformat|month"):
        Mattran(published=day)


def test_running_twice_changes_nothing(nlp: Language) -> None:
    doc = nlp(gold()["e24"])
    first = doc._.facts, marked(doc)
    assert (nlp(doc)._.facts, marked(doc)) == first


# Keeping docs and pipelines


def same(doc: Doc, other: Doc) -> bool:
    return bool(doc._.facts) and doc._.facts == other._.facts and marked(doc) == marked(other)


def test_a_doc_goes_through_bytes_into_another_vocabulary(nlp: Language) -> None:
    doc = nlp(unicodedata.normalize("NFD", TEXT))
    assert same(doc, Doc(Vocab()).from_bytes(doc.to_bytes()))
    assert same(doc, pickle.loads(pickle.dumps(doc)))


def test_docs_go_through_a_doc_bin(nlp: Language, tmp_path: Path) -> None:
    doc = nlp(TEXT)
    DocBin(docs=[doc], store_user_data=True).to_disk(tmp_path / "docs.spacy")
    [back] = DocBin().from_disk(tmp_path / "docs.spacy").get_docs(Vocab())
    assert same(doc, back)


def disk(nlp: Language, folder: Path) -> Language:
    nlp.to_disk(folder)
    return spacy.load(folder)


KEEP: dict[str, Callable[[Language, Path], Any]] = {
    "disk": disk,
    "bytes": lambda nlp, _: pipeline().from_bytes(nlp.to_bytes()),
    "pickle": lambda nlp, _: pickle.loads(pickle.dumps(nlp)),
}


@pytest.mark.parametrize("keep", KEEP.values(), ids=KEEP)
def test_a_pipeline_is_kept_with_its_settings(keep: Callable[[Language, Path], Language], tmp_path: Path) -> None:
    nlp = pipeline(published="2020-02-29")
    nlp.get_pipe("mattran").home = "42"  # type: ignore[attr-defined]  # ours
    back = keep(nlp, tmp_path / "nlp")
    part: Any = back.get_pipe("mattran")
    assert (part.published, part.home) == ("2020-02-29", "42")
    assert same(nlp(REPORT), back(REPORT))


def test_a_kept_pipeline_holds_no_tables(nlp: Language) -> None:
    assert len(pickle.dumps(nlp.get_pipe("mattran"))) < 1_000


def test_docs_come_back_from_other_processes(nlp: Language) -> None:
    docs = list(nlp.pipe([TEXT, "Không có gì.", REPORT], n_process=2, batch_size=1))
    assert [len(doc._.facts) for doc in docs] == [2, 0, 1]
    assert same(docs[0], nlp(TEXT))


def test_displacy_shows_a_group(nlp: Language) -> None:
    for group, words in (("facts", "houses"), ("localities", "province"), ("dates", "2023")):
        shown = displacy.render(nlp(TEXT), style="span", options={"spans_key": group}, jupyter=False)
        assert words in shown


def test_the_component_says_what_it_sets(nlp: Language) -> None:
    assert nlp.get_pipe_meta("mattran").assigns == ["doc.spans", "doc._.facts"]


@pytest.mark.parametrize("home", ["999", "1", "Hà Nội", ""])
def test_a_home_that_is_no_province_is_refused_with_the_codes_that_are(home: str) -> None:
    with pytest.raises(ValueError, match=r"is no province's code; there are 01, 02, 04, .*96"):
        spacy.blank("xx").add_pipe("mattran", config={"home": home})
    doc = spacy.blank("xx")("Xã có 11 căn nhà.")
    with pytest.raises(ValueError, match="is no province's code"):
        doc._.home = home
