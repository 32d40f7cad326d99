"""The campaign finder: every name of the table, the corpus of wordings, and what must not be taken for a campaign."""

import csv
import time
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import TableError
from extractor.lexicon.campaigns import ALONE, MARKED, NEVER, TYPED, Campaigns, load_campaigns, slug
from extractor.lexicon.nametrie import NameTrie
from extractor.lexicon.phrases import Phrases
from extractor.mentions.campaigns import find_campaigns
from extractor.mentions.model import CampaignMention
from extractor.mentions.quotes import quotes
from extractor.text.document import Document, Paragraph
from extractor.text.normalise import normalise

DATA = Path(__file__).parent.parent / "data"
CORPUS = tomllib.loads((Path(__file__).parent / "corpus" / "campaigns.toml").read_text(encoding="utf-8"))
TYPE_WORDS = {
    "campaign": "cuộc vận động",
    "movement": "phong trào",
    "programme": "chương trình",
    "fund": "quỹ",
    "festival": "ngày hội",
    "drive": "tháng cao điểm",
}


@cache
def campaigns() -> Campaigns:
    return load_campaigns(DATA / "campaigns.csv")


@cache
def phrases() -> Phrases:
    return Phrases(campaigns().entries())


def document(raw: str, *, noise: bool = False) -> Document:
    copy = normalise(raw)
    paragraph = Paragraph(0, len(copy.text), "noise" if noise else "body", "all of it")
    return Document(raw, copy.text, copy.starts, copy.ends, (paragraph,), ())


def find(raw: str, *, noise: bool = False) -> list[CampaignMention]:
    read = document(raw, noise=noise)
    return find_campaigns(read, phrases().find(read.runs), campaigns())


def ids(raw: str) -> set[str]:
    return {mention.id for mention in find(raw)}


def said() -> Iterator[tuple[set[str], str]]:
    for part in ("known", "quoted"):
        for key, texts in CORPUS[part].items():
            yield from ((set(key.split(" + ")), text) for text in texts)


def unsaid() -> Iterator[str]:
    for texts in CORPUS["none"].values():
        yield from texts


def table() -> Iterator[tuple[str, str, str, str]]:
    """Yield (id, type, name, how it stands) of every name in the table."""
    with (DATA / "campaigns.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["id"], row["type"], row["name"], row["stands"]
            for column, stands in (("aliases", ALONE), (MARKED, MARKED), (TYPED, TYPED)):
                for name in filter(None, row[column].split("|")):
                    yield row["id"], row["type"], name, stands


@pytest.mark.parametrize(("want", "text"), list(said()))
def test_named(want: set[str], text: str) -> None:
    assert ids(text) == want


@pytest.mark.parametrize("text", list(unsaid()))
def test_not_named(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(("id_", "type_", "name", "stands"), list(table()))
def test_every_name_of_the_table(id_: str, type_: str, name: str, stands: str) -> None:
    led = f"Xã hưởng ứng {TYPE_WORDS.get(type_, 'phong trào')} "
    small = " ".join(word if word.isupper() else word.lower() for word in name.split())
    plain = f"Ở đây bà con bàn chuyện {small} với nhau."
    if stands == ALONE:
        assert ids(plain) == {id_}
    else:
        assert id_ not in ids(plain)
    if stands != NEVER and type_ in TYPE_WORDS:
        assert ids(f"{led}“{name}” năm nay.") == {id_}
        assert ids(f"{led}{name}.") == {id_}
    if type_ in ("model", "slogan", "prize"):
        assert ids(f"Xã có mô hình “{name}” năm nay.") == set()


def test_the_issue_s_own_list_is_in_the_table() -> None:
    """The 20 national names keep their ids; every row's id is the slug of its name without the type word."""
    rows = campaigns().rows
    assert len(rows) >= 59
    assert all(f"-{slug(row.name)}".endswith(f"-{id_}") for id_, row in rows.items())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Quỹ “Vì người nghèo” tỉnh", "Quỹ “Vì người nghèo”"),
        ("CVĐ “Toàn dân đoàn kết XDNTM, ĐTVM”.", "Toàn dân đoàn kết XDNTM, ĐTVM"),
        ("phong trào “Hũ gạo tình thương” ở ấp", "Hũ gạo tình thương"),
        ("Quỹ “ Vì tre\u0309 em nghèo ” nhận quà", "Vì tre\u0309 em nghèo"),
    ],
)
def test_span_is_the_name(text: str, words: str) -> None:
    (mention,) = find(text)
    start, end = document(text).raw_span(mention.start, mention.end)
    assert text[start:end] == words


def test_rule_names_the_grammar() -> None:
    rules = {
        "Cuộc vận động Người Việt Nam ưu tiên dùng hàng Việt Nam": "<campaign>",
        "phong trào Dân vận khéo": "<type> <campaign>",
        "nhân rộng “Dân vận khéo”": '"<campaign>"',
        "điển hình Dân vận khéo": "<Campaign> with a capital",
        "phong trào “Hũ gạo xanh”": '<type> "<name>"',
        "các phong trào như: “Hũ gạo xanh”": 'các <type> … như "<name>"',
        "phong trào do xã phát động “Hũ gạo xanh”": '<type> của|do <body> "<name>"',
        "Chương trình MTQG về giảm nghèo bền vững": "<type> mục tiêu quốc gia <campaign>",
    }
    assert {text: mention.rule for text in rules for mention in find(text)} == rules


def test_listed_and_type() -> None:
    (known,) = find("phong trào “Dân vận khéo”")
    (other,) = find("chiến dịch “Mùa hè xanh”")
    (model,) = find("phong trào “Thắp sáng đường quê”")
    assert (known.listed, known.type, known.name) == (True, "movement", "Dân vận khéo")
    assert (other.listed, other.type, other.name) == (False, "drive", "Mùa hè xanh")
    assert (model.listed, model.type) == (True, "movement")


def test_noise_names_nothing() -> None:
    text = "Chuyên mục: Người Việt Nam ưu tiên dùng hàng Việt Nam | Quỹ “Vì trẻ em vùng cao”"
    assert len(find(text)) == 2
    assert find(text, noise=True) == []


def test_no_two_long_names_are_a_misspelling_apart() -> None:
    names = sorted({slug(name) for _, _, name, stands in table() if stands == ALONE})
    found = {name: row.id for name in names if (row := campaigns().called(name.replace("-", " "), "campaign"))}
    for id_, _, name, stands in table():
        if stands == ALONE:
            assert found.get(slug(name), id_) == id_


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“a b”, “c d”", ["a b", "c d"]),
        ('"a b", "c d"', ["a b", "c d"]),
        ('"a b, và "c d"', ["c d"]),
        ('a b", "c d"', ["c d"]),
        ("‘a b’ của H’Lan", ["a b"]),
        ("‘a b”", ["a b"]),
        ("“ a b ”", ["a b"]),
        ("“a “b c” d”", ["b c"]),
        ("“a\n\nb”", []),
        ('""', []),
    ],
)
def test_quotes(text: str, quoted: list[str]) -> None:
    read = document(text)
    assert [read.text[q.start : q.end] for q in quotes(read)] == quoted


def test_trie_reads_abbreviations_glued_and_in_brackets() -> None:
    trie: NameTrie[int] = NameTrie(small=["và"], abbreviations={"NTM": "nông thôn mới", "XD": "xây dựng"})
    trie.add("xây dựng nông thôn mới", 1)
    for text in ("xây dựng nông thôn mới", "XDNTM", "XD NTM", "xây dựng (XD) NTM", 'Xây dựng "nông thôn mới"'):
        assert trie.read(text, 0) == [(len(text.rstrip('"')), [1])], text
    for text in ("xây dựng. nông thôn mới", "xây dựng nhà", "xdntm", "XDN", "xây dựng (tốt) nông thôn mới"):
        assert trie.read(text, 0) == [], text


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("id,name,type", "id,title,type", "columns are"),
        (",fund,marked,", ",fond,marked,", "'fond' is unknown"),
        (",fund,marked,", ",fund,often,", "'often' is unknown"),
        ("\nvi-nguoi-ngheo,", "\nvi-nguoi-giau,", "is not the slug"),
        (",2000,", ",20,", "is no year"),
        (
            "vi-nguoi-ngheo,Vì người nghèo,fund,marked,",
            "vi-nguoi-ngheo,Vì người nghèo,fund,marked,Dân vận khéo|",
            "stands in",
        ),
        ("\nvi-nguoi-ngheo,", "\nvi-nguoi-ngheo,Vì người nghèo,fund,never,,,,,\nvi-nguoi-ngheo,", "stands twice"),
        ("\nvi-nguoi-ngheo,", "\nvi-nguoi-ngheo,Vì người nghèo\nvi-nguoi-ngheo,", "cells than columns"),
    ],
)
def test_bad_table(tmp_path: Path, old: str, new: str, says: str) -> None:
    text = (DATA / "campaigns.csv").read_text(encoding="utf-8")
    path = tmp_path / "campaigns.csv"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    (tmp_path / "campaign_words.csv").write_bytes((DATA / "campaign_words.csv").read_bytes())
    with pytest.raises(TableError, match=r"campaigns\.csv:\d+: .*" + says):
        load_campaigns(path)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("verb,nói,", "kind 'verb' is unknown"),
        ("type,phong trào,movement", "stands twice"),
        ("type,hội chợ,", "value '.*' of a"),
        ("model,lâu đài,x", "value '.*' of a"),
    ],
)
def test_bad_words(tmp_path: Path, row: str, says: str) -> None:
    (tmp_path / "campaigns.csv").write_bytes((DATA / "campaigns.csv").read_bytes())
    words = (DATA / "campaign_words.csv").read_text(encoding="utf-8")
    (tmp_path / "campaign_words.csv").write_text(words + row + "\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"campaign_words\.csv:\d+: .*" + says):
        load_campaigns(tmp_path / "campaigns.csv")


PIECES = [
    "quỹ ",
    "phong trào ",
    "“",
    "”",
    '"',
    "'",
    "Vì người nghèo",
    "(",
    ")",
    ", ",
    ". ",
    "\n",
    "TDĐKXDNTM",
    "của xã ",
    "H’Lan ",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_any_text_gives_ordered_spans_that_do_not_overlap(text: str) -> None:
    found = find(text)
    length = len(document(text).text)
    assert all(0 <= m.start < m.end <= length and m.id for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    "piece", ["toàn dân ", "phong trào “a b” ", "“", "Quỹ Vì người nghèo, ", "của chương trình ", "TDĐK ", "("]
)
def test_cost_is_linear(piece: str) -> None:
    def seconds(size: int) -> float:
        read = document(piece * (size // len(piece)))
        matches = phrases().find(read.runs)
        spent = []
        for _ in range(2):
            start = time.perf_counter()
            find_campaigns(read, matches, campaigns())
            spent.append(time.perf_counter() - start)
        return min(spent)

    assert seconds(40_000) < 12 * max(seconds(10_000), 0.005)
