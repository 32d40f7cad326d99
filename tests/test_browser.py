"""The pages in a real browser: what is seen, by mouse and by keyboard, wide and narrow, light and dark.

Screenshots go to `out/`, which git ignores.
"""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from extractor.store import Store
from tests.serving import serving

CHROMIUM = Path("/usr/bin/chromium")
OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
OUT = Path(__file__).parent.parent / "out"
WIDE, NARROW = {"width": 1600, "height": 1000}, {"width": 360, "height": 740}
PAGES = {
    "start": "/",
    "article": "/article/1",
    "province": "/province/now/25",
    "campaign": "/campaign/vi-nguoi-ngheo",
    "health": "/health",
    "search": "/search?q=nha+dai+doan+ket&kind=sentences",
    "data": "/data",
    "table": "/data/facts_wide?indicator=houses",
    "question": "/data/money_by_province_and_year",
    "sql": "/data?sql=select+*+from+sites",
    "row": "/data/articles/1",
    "lost": "/nope",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.fail(f"there is no {CHROMIUM}: apt-get install chromium", pytrace=False)
    OUT.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(demo: Path) -> Iterator[str]:
    with serving(demo) as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Open a page that fails the test where it asks anyone else for anything, or its script breaks."""
    with browser.new_context(base_url=address, viewport=WIDE) as context:
        context.set_default_timeout(5000)
        page = context.new_page()
        wrong: list[str] = []
        page.on("request", lambda request: wrong.append(request.url) if not ours(request.url, address) else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        yield page
        assert wrong == []


def ours(url: str, address: str) -> bool:
    return url.startswith((address, "data:"))


def is_narrow_enough(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways_on_a_small_screen(name: str, page: Page) -> None:
    page.set_viewport_size(NARROW)
    page.goto(PAGES[name])
    page.screenshot(path=OUT / f"{name}-360.png", full_page=True)
    assert is_narrow_enough(page)
    assert page.locator("h1").is_visible()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_on_a_large_screen(name: str, page: Page) -> None:
    page.goto(PAGES[name])
    page.screenshot(path=OUT / f"{name}.png", full_page=name in ("start", "province", "campaign"))
    assert is_narrow_enough(page)
    assert page.locator("html").get_attribute("lang") == "vi"
    assert page.locator("main").count() == page.locator("h1").count() == 1
    for control in page.locator("input:not([type=hidden]), select, textarea").all():
        named = control.evaluate(
            "e => e.getAttribute('aria-label') || e.labels?.length || e.getAttribute('aria-labelledby')"
        )
        assert named, control.evaluate("e => e.outerHTML")


@pytest.mark.parametrize("name", ["start", "article", "table", "health"])
def test_dark_pages_have_dark_paper_and_light_ink(name: str, browser: Browser, address: str) -> None:
    with browser.new_context(base_url=address, viewport=WIDE, color_scheme="dark") as context:
        page = context.new_page()
        page.goto(PAGES[name])
        page.screenshot(path=OUT / f"{name}-dark.png")
        shades = page.evaluate("(s => [s.backgroundColor, s.color])(getComputedStyle(document.body))")
    paper, ink = (sum(map(int, re.findall(r"\d+", shade)[:3])) for shade in shades)
    assert paper < 150 < 600 < ink


class TestStart:
    def test_pointing_at_a_province_says_its_figure(self, page: Page) -> None:
        page.goto("/")
        said = page.locator(".pointed")
        usual = said.inner_text()
        province = page.locator('.province[href="/province/now/40"]')
        outline = province.locator(".land").evaluate("e => getComputedStyle(e).strokeWidth")
        province.locator(".land").hover()
        expect(said).to_have_text(re.compile(r"^Nghệ An: [\d.]+ đồng \(\d+ số liệu\)$"))
        assert province.locator(".land").evaluate("e => getComputedStyle(e).strokeWidth") != outline
        page.screenshot(path=OUT / "hover.png")
        page.locator("h1").hover()
        expect(said).to_have_text(usual)

    def test_without_script_the_map_has_its_tips_and_links(self, browser: Browser, address: str) -> None:
        with browser.new_context(base_url=address, java_script_enabled=False) as context:
            page = context.new_page()
            page.goto("/")
            province = page.locator('.province[href="/province/then/40"]')
            assert province.locator("title").text_content().startswith("Nghệ An: ")  # type: ignore[union-attr]
            province.locator(".land").click()
            assert page.url.endswith("/province/then/40")

    def test_another_indicator_redraws_every_chart(self, page: Page) -> None:
        page.goto("/")
        page.get_by_role("combobox", name="Chỉ tiêu").select_option("houses")
        page.get_by_role("button", name="Xem").click()
        assert page.locator("h2.big").inner_text() == "Nhà ở hỗ trợ, đã đạt"
        tips = page.locator(".maps .province title").all_text_contents()
        assert len(tips) == 63 + 34
        assert any("căn nhà" in tip for tip in tips)
        assert not any("đồng (" in tip for tip in tips)

    def test_the_language_switch_keeps_the_choice_and_is_remembered(self, page: Page) -> None:
        page.goto("/?indicator=land")
        page.get_by_role("link", name="English").click()
        assert page.locator("html").get_attribute("lang") == "en"
        assert page.locator("h2.big").inner_text() == "Land, achieved"
        page.screenshot(path=OUT / "start-english.png")
        page.get_by_role("link", name="Data", exact=True).click()
        assert page.locator("html").get_attribute("lang") == "en"


class TestArticle:
    def test_choosing_a_fact_lights_it_and_its_evidence(self, page: Page) -> None:
        page.goto("/article/1")
        figure = page.locator("a.m.fact").first
        number = figure.get_attribute("href").removeprefix("#f")  # type: ignore[union-attr]
        lit = page.locator(f".f{number}")
        dark = lit.first.evaluate("e => getComputedStyle(e).boxShadow")
        figure.click()
        assert page.url.endswith(f"#f{number}")
        card = page.locator(f"#f{number}")
        expect(card).to_be_in_viewport()
        assert {each.evaluate("e => getComputedStyle(e).boxShadow") for each in lit.all()} != {dark}
        assert lit.count() >= 2, "the figure and at least one piece of evidence"
        assert card.locator("q").count() >= 1
        page.screenshot(path=OUT / "fact.png")

    def test_a_fact_of_a_table_is_one_click_away(self, page: Page) -> None:
        page.goto("/data/facts_wide?indicator=houses")
        quote = page.locator("table.rows tbody tr").first.locator("td").nth(0).inner_text()
        page.locator(f'a[href="/fact/{quote}"]').click()
        assert re.search(r"/article/\d+#f\d+$", page.url)
        expect(page.locator(":target")).to_be_in_viewport()


class TestSearch:
    def test_without_diacritics(self, page: Page) -> None:
        page.goto("/")
        page.get_by_role("searchbox").fill("dai doan ket")
        page.get_by_role("searchbox").press("Enter")
        first = page.locator(".hits li").first
        expect(first.locator("mark").first).to_have_text(re.compile("đại đoàn kết", re.IGNORECASE))
        first.locator("a").first.click()
        assert "/article/" in page.url

    def test_filters_and_kinds(self, page: Page) -> None:
        page.goto("/search?q=nha")
        page.get_by_role("combobox", name="Chỉ tiêu").select_option("houses")
        page.get_by_label("Tỉnh").fill("nghe an")
        page.locator("main").get_by_role("button", name="Tìm").click()
        page.get_by_role("link", name="Câu có số liệu").click()
        titles = page.locator(".hits strong").all_inner_texts()
        assert titles
        assert all(title.startswith("Nhà ở hỗ trợ: ") for title in titles)


def test_a_table_is_downloaded_as_csv(page: Page, demo: Path, tmp_path: Path) -> None:
    page.goto("/data/facts_wide?indicator=houses")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    download.value.save_as(tmp_path / "facts.csv")
    with (tmp_path / "facts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with Store.reader(demo) as store:
        [(many,)] = store.db.execute("SELECT count(*) FROM facts WHERE indicator = 'houses'").fetchall()
    assert len(rows) == many
    assert {row["indicator"] for row in rows} == {"houses"}


class TestKeyboard:
    def test_the_first_tab_leads_past_the_bar(self, page: Page) -> None:
        page.goto("/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")

    def test_from_the_start_to_the_evidence_of_a_fact(self, page: Page) -> None:
        page.goto("/search?q=nha+dai+doan+ket")
        tab_to(page, ".hits a")
        page.keyboard.press("Enter")
        page.wait_for_url("**/article/*")
        tab_to(page, "a.m.fact")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        page.keyboard.press("Enter")
        assert re.search(r"#f\d+$", page.url)
        expect(page.locator(":target")).to_be_in_viewport()

    def test_a_province_of_the_map_is_reached_and_told(self, page: Page) -> None:
        page.goto("/")
        tab_to(page, ".province")
        code = page.evaluate("document.activeElement.dataset.code")
        expect(page.locator(".pointed")).to_have_text(re.compile(r": "))
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/province/then/{code}")

    def test_wide_tables_scroll_by_keyboard(self, page: Page) -> None:
        page.goto("/data/facts_wide")
        tab_to(page, ".scroll")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(300)
        assert page.evaluate("document.activeElement.scrollLeft") > 0


def tab_to(page: Page, selector: str, *, most: int = 150) -> None:
    """Press the tab key until something that `selector` finds has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"the tab key does not reach {selector}")
