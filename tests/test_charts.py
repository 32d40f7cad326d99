"""The charts: what a row becomes, and that a drawing is whole, safe and needs nothing from outside."""

import csv
import re

import pytest
from lxml import etree

from extractor.charts import (
    Area,
    Chart,
    Drawing,
    Point,
    as_html,
    as_png,
    as_svg,
    bars,
    choropleth,
    columns,
    drawing,
    load_outlines,
    locator,
    sparkline,
)
from extractor.charts.outlines import VIEW, Side
from extractor.charts.scale import breaks, class_of, ticks
from extractor.labels import Labels, load_labels
from extractor.numbers import grouped, short
from extractor.paths import data_dir
from extractor.sums import Sum

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def labels() -> Labels:
    return load_labels(data_dir()).only("vi")


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1234567, "1.234.567", "1,234,567"),
        (9800000000.0, "9.800.000.000", "9,800,000,000"),
        (43.5, "43,5", "43.5"),
        (1000.25, "1.000,25", "1,000.25"),
        (-1500, "-1.500", "-1,500"),
        (100, "100", "100"),
        (0.9125, "0,912", "0.912"),
    ],
)
def test_numbers_are_grouped_by_the_custom_of_the_language(value: float, vietnamese: str, english: str) -> None:
    assert grouped(value) == vietnamese
    assert grouped(value, "en") == english


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        (0, "0", "0"),
        (9870, "9.870", "9,870"),
        (82.25, "82,2", "82.2"),
        (999_999, "999.999", "999,999"),
        (1_200_000, "1,2 triệu", "1.2 million"),
        (76_400_000_000, "76,4 tỷ", "76.4 billion"),
        (330_000_000_000, "330 tỷ", "330 billion"),
        (5_300_000_000_000, "5,3 nghìn tỷ", "5.3 trillion"),
    ],
)
def test_long_numbers_are_told_in_short(value: float, vietnamese: str, english: str) -> None:
    assert short(value) == vietnamese
    assert short(value, "en") == english


@pytest.mark.parametrize(
    ("top", "lines"),
    [
        (0, [0, 1]),
        (1, [0, 0.25, 0.5, 0.75, 1]),
        (7129, [0, 2000, 4000, 6000, 8000]),
        (100, [0, 25, 50, 75, 100]),
        (1.1e12, [0, 5e11, 1e12, 1.5e12]),
    ],
)
def test_lines_stand_at_round_values_up_to_the_largest(top: float, lines: list[float]) -> None:
    assert ticks(top) == pytest.approx(lines)


@pytest.mark.parametrize(
    ("values", "bounds"),
    [
        ([], []),
        ([0, 0], []),
        ([5], [0]),
        ([5, 5, 5], [0]),
        ([1, 100], [0, 100]),
        ([10, 20, 30, 40, 50], [0, 20, 30, 40, 50]),
        ([1, 2, 4, 8, 16, 32, 64, 128, 256, 512], [0, 4, 16, 64, 250]),
    ],
)
def test_classes_hold_as_many_provinces_each(values: list[float], bounds: list[float]) -> None:
    assert breaks(values) == bounds


@pytest.mark.parametrize(
    ("value", "bounds", "shade"),
    [
        (None, [0, 10], 0),
        (7, [], 0),
        (5, [0], 1),
        (5, [0, 10], 1),
        (10, [0, 10], 5),
        (15, [0, 10, 20], 3),
        (0, [0, 20, 30, 40, 50], 1),
        (50, [0, 20, 30, 40, 50], 5),
    ],
)
def test_shades_are_spread_over_the_scale(value: float | None, bounds: list[float], shade: int) -> None:
    assert class_of(value, bounds) == shade


def drawn(chart: Chart) -> etree._Element:
    return etree.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{chart.body}</svg>')


class TestColumns:
    def test_the_tallest_is_as_tall_as_its_share_of_the_axis(self) -> None:
        svg = drawn(columns([Point("2023", 50), Point("2024", 100)], height=248))
        heights = [float(rect.get("height")) for rect in svg.iter(f"{SVG}rect") if rect.get("class") == "mark"]
        assert heights == [100, 200]

    def test_each_has_its_tip_and_leads_to_its_year(self) -> None:
        svg = drawn(columns([Point("2024", 3, "2024: 3 căn nhà", "/?year=2024")]))
        [link] = svg.iter(f"{SVG}a")
        assert link.get("href") == "/?year=2024"
        assert link.findtext(f"{SVG}title") == link.get("aria-label") == "2024: 3 căn nhà"

    def test_a_year_without_a_figure_keeps_its_place(self, labels: Labels) -> None:
        sums = [Sum("2020", "2020", 5, 1), Sum("2023", "2023", 7, 1)]
        svg = drawn(drawing.years(sums, "house", labels))
        assert [t.text for t in svg.iter(f"{SVG}text") if t.get("class") == "label"] == ["2020", "2021", "2022", "2023"]
        assert [t.text for t in svg.iter(f"{SVG}text") if t.get("class") == "value"] == ["5", "7"]

    def test_none_is_no_failure(self) -> None:
        assert drawn(columns([])) is not None
        assert drawn(bars([])) is not None


class TestBars:
    def test_each_is_as_long_as_its_share_of_the_largest(self) -> None:
        svg = drawn(bars([Point("Nghệ An", 200), Point("Hà Tĩnh", 50)]))
        assert [r.get("width") for r in svg.iter(f"{SVG}rect") if r.get("class") == "mark"] == ["100.00%", "25.00%"]

    def test_a_long_name_is_cut_and_its_tip_has_the_whole(self) -> None:
        name = "Toàn dân đoàn kết xây dựng nông thôn mới, đô thị văn minh"
        svg = drawn(bars([Point(name, 1, name)]))
        [shown] = [t.text for t in svg.iter(f"{SVG}text") if t.get("class") == "name"]
        assert shown.endswith("…")
        assert name.startswith(shown[:-1])
        assert next(svg.iter(f"{SVG}title")).text == name


class TestMap:
    @pytest.mark.parametrize(("side", "many"), [("then", 63), ("now", 34)])
    def test_there_is_an_outline_for_each_province(self, side: Side, many: int) -> None:
        with (data_dir() / "gazetteer" / "provinces.csv").open(encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file) if row["valid_to"] == ("2025-07-01" if side == "then" else "")]
        codes = {outline.code for outline in load_outlines(data_dir(), side)}
        assert codes == {row["code"] for row in rows}
        assert len(codes) == many

    @pytest.mark.parametrize("side", ["then", "now"])
    def test_outlines_are_closed_lines_within_the_view(self, side: Side) -> None:
        for outline in load_outlines(data_dir(), side):
            assert re.fullmatch(r"(M\d+ \d+l-?\d+[ -][\d -]+z)+", outline.land), outline.code
            for x, y in re.findall(r"M(\d+) (\d+)", outline.land + outline.islets):
                assert int(x) <= VIEW[0]
                assert int(y) <= VIEW[1]

    def test_the_archipelagos_belong_to_da_nang_and_khanh_hoa(self) -> None:
        for side in ("then", "now"):
            islets = {outline.code: outline.islets for outline in load_outlines(data_dir(), side)}
            east = {code for code, path in islets.items() if any(int(x) > 2100 for x in re.findall(r"M(\d+)", path))}
            assert east == {"48", "56"}
        assert "Hoàng Sa" in choropleth([], {}, above="", unknown="").body
        assert "Trường Sa" in choropleth([], {}, above="", unknown="").body

    def test_shades_tips_and_links(self, labels: Labels) -> None:
        sums = [Sum("40", "Nghệ An", 900, 3), Sum("42", "Hà Tĩnh", 100, 1)]
        names = {"40": "Nghệ An", "42": "Hà Tĩnh", "38": "Thanh Hóa"}
        outlines = load_outlines(data_dir(), "now")
        chart = drawing.provinces(
            sums, "house", labels, outlines=outlines, names=names, href=lambda each: f"/p/{each.key}"
        )
        links = {a.get("data-code"): a for a in drawn(chart).iter(f"{SVG}a")}
        assert {code: a.find(f"{SVG}path").get("class") for code, a in links.items()} == {
            "40": "land q5",
            "42": "land q1",
            "38": "land q0",
        }
        assert links["40"].findtext(f"{SVG}title") == "Nghệ An: 900 căn nhà (3 số liệu)"
        assert links["38"].findtext(f"{SVG}title") == "Thanh Hóa: chưa có số liệu"
        assert links["42"].get("href") == "/p/42"

    def test_the_locator_marks_one(self) -> None:
        svg = drawn(locator(load_outlines(data_dir(), "now"), "40", "Nghệ An"))
        marked = [g.get("data-code") for g in svg.iter(f"{SVG}g") if "here" in "".join(p.get("class", "") for p in g)]
        assert marked == ["40"]


NASTY = '</title><script>alert(1)</script>"&'


@pytest.mark.parametrize(
    "chart",
    [
        columns([Point(NASTY, 1, NASTY, f"/{NASTY}")]),
        bars([Point(NASTY, 1, NASTY, f"/{NASTY}")]),
        choropleth([], {"40": Area(1, NASTY)}, above=NASTY, unknown=NASTY),
    ],
    ids=["columns", "bars", "map"],
)
def test_what_comes_from_outside_is_escaped(chart: Chart) -> None:
    assert "<script" not in chart.body
    assert drawn(chart) is not None


class TestFiles:
    drawing = Drawing(columns([Point("2024", 12500.5)]), [Point("2024", 12500.5)], "Nhà <ở>", "căn nhà", "mattran")

    def test_svg_is_whole_and_has_plain_colours(self) -> None:
        svg = as_svg(self.drawing)
        assert etree.fromstring(svg).tag == f"{SVG}svg"
        assert b"var(" not in svg
        assert b"color-mix" not in svg

    def test_png_is_a_picture_of_twice_its_size(self) -> None:
        png = as_png(self.drawing, width=400)
        assert png.startswith(b"\x89PNG")
        assert int.from_bytes(png[16:20]) == 800

    def test_html_has_the_figures_as_a_table(self) -> None:
        page = as_html(self.drawing).decode()
        assert "<tr><th scope=row>2024</th><td>12.500,5</td></tr>" in page
        assert '<html lang="vi">' in page
        assert "Nhà &lt;ở&gt;" in page

    def test_they_ask_for_nothing_from_outside(self) -> None:
        for file in (as_svg(self.drawing), as_html(self.drawing)):
            assert not re.search(rb"(src|href|url)\s*[=(]|@import", file)


def test_a_sparkline_has_a_bar_for_each_year_with_a_figure() -> None:
    assert sparkline([1, 0, 4]).count("<rect") == 2
    assert sparkline([]).startswith("<svg")
