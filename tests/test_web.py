"""`mattran serve` as a client sees it: pages, language, what is cut off, what can't be reached."""

import asyncio
import csv
import io
import re
import signal
import socket
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from lxml import html

from extractor.cli.serve import serve
from extractor.columns import load_columns
from extractor.errors import StoreError
from extractor.labels import load_labels
from extractor.paths import data_dir
from extractor.store import Store
from extractor.web.asgi import Receive, Scope, Send, only_for
from extractor.web.queries import load_queries
from tests.serving import SERVE, serving

ROOT = Path(__file__).parent.parent
TEMPLATES = sorted((ROOT / "extractor" / "web" / "templates").glob("*.html"))
QUERIES = list(load_queries())
PAGES = (
    *("/", "/?indicator=houses&status=target&year=2024", "/search", "/search?q=dai+doan+ket", "/health", "/data"),
    *("/article/1", "/province/then/40", "/province/now/40", "/province/now/46", "/campaign/vi-nguoi-ngheo"),
    *("/data/facts_wide", "/data/claims_wide", "/data/totals", "/data/articles", "/data/articles/1", "/data/facts/1"),
    *("/data/issues", "/data/localities?_sort=name", "/data/facts_wide?_facet=province&indicator=money"),
    *("/data?sql=select+1", *(f"/data/{name}" for name in QUERIES)),
)


@pytest.fixture(scope="module")
def web(demo: Path) -> Iterator[httpx.Client]:
    with serving(demo) as address, httpx.Client(base_url=address, timeout=20) as client:
        yield client


def text(response: httpx.Response) -> str:
    """Return the words of a page, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<(style|script).*?</\1>|<[^>]*>", " ", response.text, flags=re.DOTALL))


@pytest.mark.parametrize("page", PAGES)
def test_every_page_answers_in_both_languages(page: str, web: httpx.Client) -> None:
    glue = "&" if "?" in page else "?"
    for lang, other in (("vi", "English"), ("en", "Tiếng Việt")):
        answer = web.get(f"{page}{glue}lang={lang}")
        web.cookies.clear()
        assert answer.status_code == 200
        assert f'<html lang="{lang}">' in answer.text
        assert re.search(rf'<a href="[^"]*lang=\w\w"[^>]*>{other}</a>', answer.text)
        assert not re.search(
            r'(?:src|href)="https?://(?!www\.npmjs|datasette\.io)[^"]*\.(?:js|css|woff2?)"', answer.text
        )


class TestLanguage:
    def test_vietnamese_without_a_word(self, web: httpx.Client) -> None:
        answer = web.get("/", headers={"accept-language": "en"})
        assert '<html lang="vi">' in answer.text
        assert "set-cookie" not in answer.headers

    def test_the_switch_is_remembered_and_says_nothing_else(self, web: httpx.Client) -> None:
        answer = web.get("/?lang=en")
        assert answer.headers["set-cookie"].startswith("lang=en; Path=/;")
        assert '<html lang="en">' in web.get("/health").text
        assert '<html lang="vi">' in web.get("/?lang=vi").text
        assert '<html lang="vi">' in web.get("/health").text
        web.cookies.clear()

    @pytest.mark.parametrize("cookie", ["lang=fr", "lang=", "lang", "x=1; lang=de", 'lang="\\', "a" * 3000])
    def test_other_cookies_are_vietnamese(self, cookie: str, web: httpx.Client) -> None:
        assert '<html lang="vi">' in web.get("/health", headers={"cookie": cookie}).text

    @pytest.mark.parametrize("lang", ["fr", "", "<script>", "en%0d%0aset-cookie:x=1"])
    def test_other_languages_are_not_taken_and_disturb_no_filter(self, lang: str, web: httpx.Client) -> None:
        answer = web.get(f"/data/facts_wide?indicator=money&lang={lang}")
        assert answer.status_code == 200
        assert "set-cookie" not in answer.headers
        assert '<html lang="vi">' in answer.text

    def test_numbers_follow_the_language(self, web: httpx.Client, demo: Path) -> None:
        with Store.reader(demo) as store:
            facts = f"{store.count('facts'):,}"
        assert facts.replace(",", ".") in text(web.get("/"))
        assert facts in text(web.get("/?lang=en"))
        web.cookies.clear()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_word_of_a_template_is_in_the_table(template: Path) -> None:
    labels = load_labels(data_dir())
    source = template.read_text(encoding="utf-8")
    for name, of in re.findall(r't\("(\w+)"(?:, "(\w+)")?\)', source):
        assert labels(of or "web", name) != (name, name) or (of, name) == ("lookup", name), f"{of or 'web'},{name}"


def test_every_table_column_and_unit_has_its_words(demo: Path) -> None:
    labels, columns = load_labels(data_dir()), load_columns(data_dir())
    with Store.reader(demo) as store:
        units = {row["unit"] for row in store.db.query("SELECT unit FROM indicators")}
        types = {row["type"] for row in store.db.query("SELECT DISTINCT type FROM campaigns WHERE listed")}
    missing = [("table", table) for table in columns.tables if labels("table", table).vi == table]
    missing += [("unit", unit) for unit in units if unit not in ("%", "m", "kg") and labels("unit", unit).vi == unit]
    missing += [("campaign_type", name) for name in types if labels("campaign_type", name).vi == name]
    assert missing == []


class TestQueries:
    def test_every_question_has_all_its_words(self) -> None:
        with (data_dir() / "queries.toml").open("rb") as file:
            tables = tomllib.load(file)
        assert len(tables) >= 12
        for table in tables.values():
            assert all(table.values())
            assert table["title_vi"] != table["title_en"]

    @pytest.mark.parametrize("name", QUERIES)
    def test_it_runs_and_its_columns_have_words(self, name: str, web: httpx.Client) -> None:
        answer = web.get(f"/data/{name}.json?_shape=objects").json()
        assert answer["ok"], answer
        labels = load_labels(data_dir())
        assert [column for column in answer["columns"] if labels("column", column).vi == column] == []

    def test_money_by_province_and_year_is_the_sum_of_the_totals(self, web: httpx.Client, demo: Path) -> None:
        rows = web.get("/data/money_by_province_and_year.json?_shape=array&year=2024").json()
        with Store.reader(demo) as store:
            sql = """SELECT sum(value) FROM totals WHERE indicator = 'money' AND status = 'achieved' AND year = 2024
                AND province_code IS NOT NULL"""
            [(whole,)] = store.db.execute(sql).fetchall()
        assert {row["year"] for row in rows} == {2024}
        assert sum(row["value"] for row in rows) == pytest.approx(whole)

    def test_what_the_reader_says_is_no_sql(self, web: httpx.Client) -> None:
        answer = web.get("/data/then_and_now.json?_shape=array&indicator=x'+OR+1=1--").json()
        assert answer == []


class TestPages:
    def test_the_start_page_has_two_maps_whose_provinces_lead_to_their_pages(self, web: httpx.Client) -> None:
        page = web.get("/").text
        for side, many in (("then", 63), ("now", 34)):
            links = set(re.findall(rf'<a href="(/province/{side}/\d\d)" aria-label="[^"]+" class="province"', page))
            assert len(links) == many
            assert all(web.get(link).status_code == 200 for link in sorted(links)[::9])

    def test_an_article_has_its_facts_and_their_evidence(self, web: httpx.Client, demo: Path) -> None:
        with Store.reader(demo) as store:
            [(facts,)] = store.db.execute("SELECT count(*) FROM facts WHERE article = 1").fetchall()
        page = web.get("/article/1").text
        assert page.count('<article class="card"') == facts > 0
        assert page.count('class="context"') == facts
        assert "Thời kỳ" in page
        assert "Period" not in page

    def test_a_fact_leads_to_its_place_in_its_article(self, web: httpx.Client, demo: Path) -> None:
        with Store.reader(demo) as store:
            [row] = store.db.query(
                "SELECT id, article, quote FROM facts WHERE article = 7 ORDER BY id LIMIT 1 OFFSET 2"
            )
        answer = web.get(f"/fact/{row['id']}")
        assert (answer.status_code, answer.headers["location"]) == (302, f"/article/{row['article']}#f3")
        card = web.get(answer.headers["location"]).text.partition('id="f3"')[2].partition("</article>")[0]
        assert row["quote"] in card

    @pytest.mark.parametrize("words", ["dai doan ket", "Đại đoàn kết", "ĐẠI ĐOÀN KẾT", "dai\u0323 đoàn kê\u0301t"])
    def test_search_cares_for_no_diacritics(self, words: str, web: httpx.Client) -> None:
        page = web.get("/search", params={"q": words, "kind": "sentences"})
        assert re.search(r"<mark>[Đđ]ại đoàn kết</mark>", page.text)

    @pytest.mark.parametrize(
        ("query", "words"),
        [
            ("q=-", "it holds no word"),
            ("q=nha&province=Atlantis", "the nearest are"),
            ("q=nha&year=20x", "is no year"),
            ("q=nha&indicator=hauses", "there are activities"),
        ],
    )
    def test_a_search_that_cannot_be_says_why(self, query: str, words: str, web: httpx.Client) -> None:
        answer = web.get(f"/search?{query}")
        assert answer.status_code == 200
        assert words in text(answer)

    @pytest.mark.parametrize("offset", ["-1", "x", "99999999999999999999", "1"])
    def test_any_offset_of_a_search_is_answered(self, offset: str, web: httpx.Client) -> None:
        assert web.get("/search", params={"q": "nhà", "from": offset}).status_code == 200

    @pytest.mark.parametrize("sql", ["DELETE FROM facts", "PRAGMA user_version", "select <b>1"])
    def test_a_query_that_can_not_be_stays_to_be_mended(self, sql: str, web: httpx.Client) -> None:
        answer = web.get("/data", params={"sql": sql})
        assert answer.status_code == 400
        [shown] = html.fromstring(answer.text).xpath("//textarea[@name='sql']")
        assert shown.text == sql

    def test_a_filter_that_is_given_twice_is_refused(self, web: httpx.Client) -> None:
        assert web.get("/?year=2023&year=2024").status_code == 400
        assert web.get("/?year=2023&year=").status_code == 200
        assert web.get("/search?q=nhà&year=2023&year=2024").status_code == 400

    @pytest.mark.parametrize("asked", ["_next=abc", "_sort=nope", "_sort_desc=nope", "_facet=nope", "_size=x"])
    def test_a_table_that_can_not_be_asked_so_is_400(self, asked: str, web: httpx.Client) -> None:
        answer = web.get(f"/data/facts_wide?{asked}")
        assert answer.status_code == 400
        assert "Có lỗi của chương trình" not in answer.text

    @pytest.mark.parametrize(
        ("host", "status"),
        [
            ("127.0.0.1:80", 200),
            ("localhost", 200),
            ("LOCALHOST:1", 200),
            ("evil.test", 421),
            ("127.0.0.1.x:9", 421),
        ],
    )
    def test_only_who_asks_this_machine_by_its_name_is_answered(
        self, host: str, status: int, web: httpx.Client
    ) -> None:
        assert web.get("/health", headers={"host": host}).status_code == status

    @pytest.mark.parametrize(
        ("served", "asked", "status"),
        [
            ("192.0.2.7", "192.0.2.7:8001", 200),
            ("192.0.2.7", "localhost:8001", 200),
            ("192.0.2.7", "evil.test", 421),
            ("2001:db8::7", "[2001:db8::7]:8001", 200),
            ("Archive.example", "archive.example", 200),
            ("0.0.0.0", "archive.example", 200),
        ],
    )
    def test_it_answers_to_the_name_it_is_served_under(self, served: str, asked: str, status: int) -> None:
        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})

        async def get() -> int:
            transport = httpx.ASGITransport(app=only_for(app, served))
            async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
                return (await client.get("/", headers={"host": asked})).status_code

        assert asyncio.run(get()) == status

    @pytest.mark.parametrize(
        "path",
        [
            *("/article/999999", "/article/0", "/fact/999999", "/province/then/99", "/province/now/02"),
            *("/campaign/khong-co", "/nope", "/data/nope", "/data/articles/99999", "/article/x", "/other/facts"),
            *("/province/then/4", "/province/soon/40", "/article/99999999999999999999"),
        ],
    )
    def test_what_is_not_there_is_404_in_our_words(self, path: str, web: httpx.Client) -> None:
        answer = web.get(path)
        assert answer.status_code == 404
        assert "Không có trang này" in answer.text

    @pytest.mark.parametrize("query", ["indicator=hauses", "status=done", "year=20x"])
    def test_a_choice_that_is_not_there_is_400(self, query: str, web: httpx.Client) -> None:
        answer = web.get(f"/?{query}")
        assert answer.status_code == 400
        assert "Yêu cầu không hợp lệ" in answer.text

    def test_markup_of_the_address_is_escaped(self, web: httpx.Client) -> None:
        nasty = "<script>alert(1)</script>"
        for path in (f"/search?q={nasty}", f"/data/facts_wide?place={nasty}", f"/?indicator={nasty}", f"/{nasty}"):
            assert nasty not in web.get(path).text


class TestTables:
    def test_csv_has_every_row(self, web: httpx.Client, demo: Path) -> None:
        address = re.search(r'href="([^"]*\.csv\?[^"]*)"', web.get("/data/facts_wide").text)
        assert address
        answer = web.get(address[1].replace("&amp;", "&"))
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        with Store.reader(demo) as store:
            assert len(rows) == store.count("facts_wide") > 1000
        assert answer.headers["content-disposition"].startswith("attachment")
        assert rows[0]["value"].replace(".", "").isdecimal()

    def test_columns_are_described_in_the_language(self, web: httpx.Client) -> None:
        column = load_columns(data_dir())("facts_wide")["modifier"]
        assert column.vi in web.get("/data/facts_wide").text
        assert column.en in web.get("/data/facts_wide?lang=en").text
        web.cookies.clear()

    def test_facets_count_in_words(self, web: httpx.Client) -> None:
        assert re.search(r"Nhà ở hỗ trợ</a> <small>\d+", web.get("/data/facts_wide").text)

    def test_names_are_sorted_by_the_vietnamese_alphabet(self, web: httpx.Client) -> None:
        sql = "SELECT name FROM localities WHERE level = 'province' AND valid_to IS NULL ORDER BY name COLLATE vi"
        names = [row["name"] for row in web.get("/data.json", params={"sql": sql, "_shape": "array"}).json()]
        assert names.index("Cao Bằng") < names.index("Đà Nẵng") < names.index("Gia Lai")


class TestLimits:
    LONG = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"

    def test_a_long_query_is_cut_off_and_says_so(self, web: httpx.Client) -> None:
        answer = web.get("/data", params={"sql": self.LONG})
        assert answer.status_code == 400
        assert "Truy vấn bị cắt vì quá lâu" in answer.text
        assert answer.elapsed.total_seconds() < 4
        assert "The query was cut off" in web.get("/data", params={"sql": self.LONG, "lang": "en"}).text
        web.cookies.clear()

    def test_and_so_in_json(self, web: httpx.Client) -> None:
        answer = web.get("/data.json", params={"sql": self.LONG})
        assert (answer.status_code, answer.json()["title"]) == (400, "cut_off")

    def test_the_next_query_is_answered(self, web: httpx.Client) -> None:
        web.get("/data", params={"sql": self.LONG})
        assert web.get("/data.json?sql=select+7+as+x&_shape=array").json() == [{"x": 7}]

    @pytest.mark.parametrize(
        "sql",
        [
            *("DELETE FROM facts", "UPDATE facts SET value = 0", "DROP TABLE facts", "CREATE TABLE x (y)"),
            *("ATTACH '/etc/passwd' AS p", "VACUUM INTO '/tmp/x.db'", "PRAGMA journal_mode = DELETE"),
            *("SELECT load_extension('x')", "SELECT readfile('/etc/passwd')", "SELECT 1; DELETE FROM facts"),
            *("WITH x AS (SELECT 1) DELETE FROM facts", "EXPLAIN", "INSERT INTO runs (command) VALUES ('x')"),
            *("SELECT writefile('/tmp/x', 'y')", "SELECT edit('x')", "SELECT fts3_tokenizer('x')"),
        ],
    )
    def test_nothing_is_written_and_no_other_file_is_read(self, sql: str, web: httpx.Client, demo: Path) -> None:
        before = demo.read_bytes()
        answer = web.get("/data", params={"sql": sql})
        assert answer.status_code in (400, 403)
        assert demo.read_bytes() == before

    @pytest.mark.parametrize(
        "path",
        [
            *("/data.db", "/_internal", "/_internal.db", "/_memory", "/static/../app.py", "/static/..%2fapp.py"),
            *("/static/%2e%2e/app.py", "/-/static/../app.py", "/static//etc/passwd", "/static/"),
        ],
    )
    def test_nothing_but_the_database_is_within_reach(self, path: str, web: httpx.Client) -> None:
        answer = web.get(path)
        assert answer.status_code in (302, 403, 404)
        assert "import" not in answer.text
        assert "root:" not in answer.text

    @pytest.mark.parametrize("page", ["databases", "settings", "plugins", "versions", "threads", "static/app.css"])
    def test_nor_what_tells_of_this_machine(self, page: str, web: httpx.Client) -> None:
        for form in ("", ".json"):
            assert web.get(f"/-/{page}{form}").status_code == 404

    @pytest.mark.parametrize("page", ["/", "/article/1", "/data/facts_wide", "/nope", "/data.json?sql=select+1"])
    def test_the_browser_is_told_to_load_nothing_from_elsewhere(self, page: str, web: httpx.Client) -> None:
        headers = web.get(page).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "script-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"

    def test_pages_have_no_script_of_their_own(self, web: httpx.Client) -> None:
        for page in ("/", "/article/1", "/data/facts_wide", "/data?sql=select+1", "/health"):
            assert re.findall(r"<script(?![^>]*src=)|\son\w+=", web.get(page).text) == []

    def test_posting_is_refused(self, web: httpx.Client) -> None:
        assert web.post("/data", data={"sql": "DELETE FROM facts"}).status_code == 405


class TestCommand:
    @pytest.mark.parametrize(
        ("make", "says"),
        [
            (lambda path: None, "there is no such file"),
            (lambda path: path.write_bytes(b"no database at all"), "no database"),
            (lambda path: path.mkdir(), "a folder"),
        ],
        ids=["missing", "foreign", "folder"],
    )
    def test_what_is_no_database_of_ours_is_one_line(self, make: object, says: str, tmp_path: Path) -> None:
        make(tmp_path / "x.db")  # type: ignore[operator]
        with pytest.raises(StoreError) as error:
            serve(tmp_path / "x.db", port=0)
        assert says in str(error.value)
        assert "\n" not in str(error.value)

    def test_a_taken_port_is_one_line(self, demo: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])
            done = subprocess.run([*SERVE, str(demo), "--port", port], capture_output=True, text=True, timeout=30)
        assert done.returncode == 1
        [line] = done.stderr.splitlines()
        assert "choose another port with --port" in line

    @pytest.mark.parametrize("name", [signal.SIGINT, signal.SIGTERM])
    def test_a_signal_ends_it_well(self, name: signal.Signals, demo: Path) -> None:
        process = subprocess.Popen([*SERVE, str(demo)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert "http://127.0.0.1:" in process.stdout.readline()
        process.send_signal(name)
        out, err = process.communicate(timeout=10)
        assert (process.returncode, out, err) == (0, "", "")
