"""Our decoders of underthesea's models give what underthesea gives, to the character, on whatever text."""

import random
import re
import shutil
import subprocess
import sys
import warnings
from functools import cache
from itertools import pairwise, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import TableError
from extractor.text.crf import Crf, read_crf
from extractor.text.decoders import Decoders, decoders, ours
from extractor.text.proven import PROVEN, UnprovenModels, unproven
from extractor.text.segmenter import MODEL, is_integer, load_segmenter
from extractor.text.tagger import load_tagger
from extractor.text.templates import Remembered, Template
from extractor.text.tokens import load_tokeniser
from extractor.text.vietnamese import installed, library
from tests.oddities import STRANGE, corpus
from tests.texts import gold

SENTENCE_END = re.compile(r"(?<=[.?!…]) |\n")
LONGEST = 60  # words of a sentence that the library tags in reasonable time
# without Cn: the library's Rust knows capitals of a later Unicode than this Python's
TEXTS = st.text(
    st.one_of(st.characters(exclude_categories=["Cs", "Cn"]), st.sampled_from("aâBĐỏ1. ,-/@&'\n\u0301")), max_size=40
)


@cache
def both() -> tuple[Decoders, Decoders]:
    return ours(installed()), library()


@pytest.fixture
def mine() -> Decoders:
    return both()[0]


@pytest.fixture
def theirs() -> Decoders:
    return both()[1]


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return corpus()


class TestTheSame:
    def test_words(self, mine: Decoders, theirs: Decoders, texts: list[str]) -> None:
        assert sum(map(len, texts)) >= 500_000
        assert [text for text in texts if mine.words(text) != theirs.words(text)] == []

    def test_tags(self, mine: Decoders, theirs: Decoders, texts: list[str]) -> None:
        sentences = [mine.words(part) for text in texts for part in SENTENCE_END.split(text)]
        few = [words for words in sentences if 0 < len(words) <= LONGEST][::2]
        assert sum(map(len, few)) > 40_000
        assert [words for words in few if mine.tags(words) != theirs.tags(words)] == []

    def test_sentence_ends(self, mine: Decoders, theirs: Decoders, texts: list[str]) -> None:
        assert [text for text in texts if mine.ends(text) != theirs.ends(text)] == []

    @pytest.mark.parametrize("text", STRANGE)
    def test_all_of_a_strange_text(self, text: str, mine: Decoders, theirs: Decoders) -> None:
        assert (words := mine.words(text)) == theirs.words(text)
        assert mine.tags(words) == theirs.tags(words)

    @settings(max_examples=1_000, deadline=None)
    @given(TEXTS)
    def test_any_text(self, text: str) -> None:
        mine, theirs = both()
        assert (words := mine.words(text)) == theirs.words(text)
        assert mine.tags(words) == theirs.tags(words)

    @settings(max_examples=1_000, deadline=None)
    @given(st.lists(st.sampled_from(["a", "Tp", ".", "..", "...", "?", "!", " ", "\n", "\xa0", "1", "v", "e.g", "…"])))
    def test_ends_of_any_text(self, parts: list[str]) -> None:
        mine, theirs = both()
        assert mine.ends("".join(parts)) == theirs.ends("".join(parts))

    @pytest.mark.parametrize("words", [["tỷ khánh", "A +"] * 2, ["xã"], ["Tết", "Nguyên đán", "ở", "xã"]])
    def test_tags_of_the_slow_way(self, words: list[str], theirs: Decoders) -> None:
        tagger = load_tagger(installed())
        path = tagger.crf.decode([tagger.attributes(words, at) for at in range(len(words))])
        assert [tagger.crf.labels[label] for label in path] == theirs.tags(words)


class TestProof:
    def test_holds_for_the_installed_files(self) -> None:
        assert unproven(installed()) == []

    @pytest.mark.parametrize("name", [f"{MODEL}/features.bin", "pipeline/word_tokenize/regex_tokenize.py"])
    def test_another_file_leads_to_the_library_and_says_so(self, name: str, tmp_path: Path, theirs: Decoders) -> None:
        copied(tmp_path)
        (tmp_path / name).write_bytes((installed() / name).read_bytes() + b"\n")
        assert unproven(tmp_path) == [name]
        with pytest.warns(
            UnprovenModels, match=rf"\A{re.escape(str(tmp_path / name))}: not the .*: install .*\Z"
        ) as said:
            chosen = decoders(tmp_path, lambda: theirs)
        assert len(said) == 1
        assert chosen is theirs

    def test_a_missing_file_too(self, tmp_path: Path, theirs: Decoders) -> None:
        with pytest.warns(UnprovenModels):
            assert decoders(tmp_path, lambda: theirs) is theirs

    def test_equal_files_are_decoded_in_silence(self, tmp_path: Path) -> None:
        copied(tmp_path)
        with warnings.catch_warnings(action="error"):
            chosen = decoders(tmp_path, lambda: pytest.fail("the library was asked"))
        assert chosen.words("Mặt trận Tổ quốc") == ["Mặt trận", "Tổ quốc"]

    def test_an_article_is_read_without_importing_underthesea(self) -> None:
        code = "import sys, extractor.pipeline as p; p.Extractor()(sys.argv[1]); print('underthesea' in sys.modules)"
        command = [sys.executable, "-c", code, gold()["e24"]]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent)
        assert done.stdout.strip() == "False"


def copied(folder: Path) -> None:
    for name in PROVEN:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(installed() / name, folder / name)


class TestModels:
    @pytest.mark.parametrize("content", [b"", b"lCRF", b"x" * 100, b"lCRF" + b"\0" * 44])
    def test_another_file_is_refused(self, content: bytes, tmp_path: Path) -> None:
        path = tmp_path / "models.bin"
        path.write_bytes(content)
        with pytest.raises(TableError, match=r"models\.bin: no model of CRFsuite .*; install underthesea again"):
            read_crf(path)

    def test_a_cut_file_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "models.bin"
        path.write_bytes((installed() / MODEL / "models.bin").read_bytes()[:100_000])
        with pytest.raises(TableError):
            read_crf(path)

    def test_labels_and_weights(self) -> None:
        crf = read_crf(installed() / MODEL / "models.bin")
        assert crf.labels == ("B-W", "I-W")
        begins, inside = crf.weights["T[-1,0].lower"]["tổ quốc"]
        assert begins < 0 < inside

    @given(
        st.lists(st.tuples(*[st.integers(-9, 9)] * 3), min_size=1, max_size=5), st.lists(st.integers(-9, 9), min_size=9)
    )
    def test_the_best_path_is_found(self, rows: list[tuple[int, ...]], steps: list[int]) -> None:
        moves = tuple(tuple(map(float, steps[at : at + 3])) for at in (0, 3, 6))
        weights = {"T": {str(at): tuple(map(float, row)) for at, row in enumerate(rows)}}
        path = Crf(("a", "b", "c"), weights, moves).decode([[("T", str(at))] for at in range(len(rows))])

        def weight(labels: tuple[int, ...]) -> float:
            return sum(map(tuple.__getitem__, rows, labels)) + sum(moves[a][b] for a, b in pairwise(labels))

        assert weight(tuple(path)) == max(map(weight, product(range(3), repeat=len(rows))))

    @pytest.mark.parametrize("name", ["T", "T[0", "T[0][1]", "T[a]", "T[0].lower.x"])
    def test_no_template(self, name: str) -> None:
        with pytest.raises(ValueError, match="no template"):
            Template.of(name)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        *[(text, True) for text in ("7", "-7", "+007", "2147483647", "-2147483648", "0" * 50)],
        *[(text, False) for text in ("2147483648", "-2147483649", "", "+", "1.0", "٣", "9" * 5_000)],
    ],
)
def test_integers_of_32_bits(text: str, is_one: bool) -> None:
    assert is_integer(text) is is_one


class TestMemory:
    def test_results_are_forgotten_when_they_are_too_many(self) -> None:
        asked: list[int] = []
        known: Remembered[int, int] = Remembered(lambda key: asked.append(key) or key, bound=3)
        for key in (1, 2, 1, 3, 4, 1):
            assert known[key] == key
            assert len(known) <= 3
        assert asked == [1, 2, 3, 4, 1]

    def test_tags_are_the_same_after_the_table_was_forgotten(self) -> None:
        tagger, source = load_tagger(installed()), random.Random(3)
        words = ["xã", "trao", "12", "căn", "nhà"]
        before, size = tagger(words), 0
        for _ in range(50):
            tagger([str(source.random()) for _ in range(1_000)])
            size = max(size, len(tagger.rows))
        assert 30_000 < size < 35_000
        assert tagger(words) == before

    def test_what_segmenters_remember_is_bounded(self) -> None:
        segmenter, source = load_segmenter(installed()), random.Random(3)
        for _ in range(150):
            segmenter(" ".join(str(source.random()) for _ in range(1_000)))
        assert 0 < len(segmenter.triples) <= 120_000

    def test_the_last_chunk_of_a_text_is_not_remembered(self) -> None:
        tokenise = load_tokeniser(installed())
        assert tokenise("A. A.") == ["A.", "A", "."]
