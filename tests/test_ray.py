"""`mattran extract --engine ray` on a local Ray: what the command does, and what a killed process costs."""

import os
import pty
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from ray.cluster_utils import Cluster

from extractor.cluster.results import results
from extractor.cluster.schema import Result
from tests.scale_articles import article, articles
from tests.test_cluster import ENDLESS, table

MAIN = (sys.executable, "-c", "from extractor.cli import main; main()")
ROOT = Path(__file__).parent.parent
COUNT = 120
FACTS = sum(len(made.facts) for made in articles(COUNT))


MANY = 1_000
MACHINE = {"include_dashboard": False, "object_store_memory": 100_000_000}
HEALTH = {
    "health_check_initial_delay_ms": 0,
    "health_check_period_ms": 2_000,
    "health_check_timeout_ms": 2_000,
    "health_check_failure_threshold": 4,
}
"""A machine is known to be lost after some eight seconds: later than Ray's own tries of a part, as by default."""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_articles(tmp_path_factory.mktemp("in") / "a.parquet", COUNT, group=10)


def made_articles(path: Path, count: int, *, group: int) -> Path:
    """Write a table of made articles, `group` of them a row group."""
    rows: list[dict[str, object]] = [
        {"url": made.document, "text": made.text, "published": made.published.isoformat()} for made in articles(count)
    ]
    return table(path, rows, group=group)


def command(source: Path, output: Path, *words: str) -> tuple[str, ...]:
    return (*MAIN, "extract", str(source), "--engine", "ray", "--output", str(output), "--jobs", "2", *words)


def right(folder: Path, count: int = COUNT) -> bool:
    """Say whether the results are all articles in their order, each once, with the facts that they tell."""
    found = list(results(folder))
    assert [result.article.document for result in found] == [made.document for made in articles(count)]
    return all(told(result) == made.facts for result, made in zip(found, articles(count), strict=True))


def told(result: Result) -> frozenset[tuple[object, ...]]:
    slots = ("indicator", "value", "status", "period_start", "period_end", "locality", "campaign")
    return frozenset(tuple(fact[slot] for slot in slots) for fact in result.rows.facts)


def workers(process: psutil.Process, words: str) -> Iterator[psutil.Process]:
    """Yield the processes of a run whose command lines hold `words`."""
    for child in process.children(recursive=True):
        try:
            if words in " ".join(child.cmdline()):
                yield child
        except psutil.Error:
            continue


def parts_done(folder: Path) -> int:
    return len(list(folder.glob("_done/*.json")))


def test_a_run_a_second_one_and_what_a_database_makes_of_it(source: Path, tmp_path: Path) -> None:
    done = subprocess.run(command(source, tmp_path / "out"), capture_output=True, text=True, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        f"{tmp_path / 'out'}: {COUNT} articles, {FACTS} facts, 0 bad records of 12 parts, 0 done before\n"
    )
    assert right(tmp_path / "out")
    again = subprocess.run(command(source, tmp_path / "out"), capture_output=True, text=True, cwd=ROOT)
    assert again.stdout.endswith("12 parts, 12 done before\n")
    load = (*MAIN, "import", str(tmp_path / "out"), "--db", str(tmp_path / "a.db"))
    loaded = subprocess.run(load, capture_output=True, text=True, cwd=ROOT)
    assert f"{COUNT} articles written, 0 unchanged, 0 refused; {FACTS} facts" in loaded.stdout


@pytest.mark.parametrize("words", ["ray::MapWorker", "spawn_main"], ids=["of Ray", "that reads"])
def test_a_worker_that_is_killed_costs_nothing(words: str, source: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    run = subprocess.Popen(command(source, output), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    killed = 0
    while run.poll() is None and not killed:
        if parts_done(output) >= 1:
            for worker in workers(psutil.Process(run.pid), words):
                os.kill(worker.pid, signal.SIGKILL)
                killed += 1
                break
        time.sleep(0.02)
    said, errors = run.communicate(timeout=120)
    assert killed == 1, "no worker was found while the run lasted"
    assert (run.returncode, errors) == (0, "")
    assert said == f"{output}: {COUNT} articles, {FACTS} facts, 0 bad records of 12 parts, 0 done before\n"
    assert right(output)


def test_a_machine_that_is_lost_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two machines are two raylets here; each is told by its own processes."""
    monkeypatch.setenv("RAY_AUTH_MODE", "disabled")
    source, output = made_articles(tmp_path / "a.parquet", MANY, group=40), tmp_path / "out"
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, **MACHINE, "_system_config": HEALTH})
    try:
        other = cluster.add_node(num_cpus=1, **MACHINE)
        words = command(source, output, "--address", cluster.address)
        run = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)
        [raylet] = [started.process for started in other.all_processes["raylet"]]
        while run.poll() is None and not (parts_done(output) and any(workers(psutil.Process(raylet.pid), "MapWorker"))):
            time.sleep(0.02)
        assert run.poll() is None, "it was done before the machine was lost"
        cluster.remove_node(other, allow_graceful=False)
        said, errors = run.communicate(timeout=180)
    finally:
        cluster.shutdown()
    facts = sum(len(made.facts) for made in articles(MANY))
    assert (run.returncode, errors) == (0, "")
    assert said == f"{output}: {MANY:,} articles, {facts:,} facts, 0 bad records of 25 parts, 0 done before\n"
    assert right(output, MANY)


def test_an_article_out_of_time_costs_itself_and_a_terminal_sees_a_bar(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [{"url": "slow", "text": ENDLESS}, {"url": "quick", "text": article(1).text}]
    words = command(table(tmp_path / "a.parquet", rows), tmp_path / "out", "--time-limit", "1")
    screen, terminal = pty.openpty()
    run = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=terminal, cwd=ROOT, text=True)
    os.close(terminal)
    shown = "".join(iter(lambda: read(screen), ""))
    said, _ = run.communicate()
    assert run.returncode == 1
    assert (
        said == f"{tmp_path / 'out'}: 1 article, {len(article(1).facts)} facts, 1 bad record of 1 part, 0 done before\n"
    )
    assert re.search(r"parts .*━", shown)
    assert "slow: took longer than 1 seconds" in shown


def read(screen: int) -> str:
    """Return what a terminal shows next, nothing once its other side is closed."""
    try:
        return os.read(screen, 1 << 16).decode(errors="replace")
    except OSError:
        return ""


def test_a_run_that_is_killed_is_taken_up(source: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    run = subprocess.Popen(command(source, output), stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    while run.poll() is None and not parts_done(output):
        time.sleep(0.02)
    everyone = psutil.Process(run.pid).children(recursive=True)
    run.kill()
    run.communicate()
    for process in everyone:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
    before = parts_done(output)
    assert before >= 1
    done = subprocess.run(command(source, output), capture_output=True, text=True, cwd=ROOT)
    assert (done.returncode, done.stdout.endswith(f"12 parts, {before} done before\n")) == (0, True), done.stdout
    assert right(output)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--address", "127.0.0.1:1"), 1, "127.0.0.1:1: "),
        (("--db", "a.db"), 2, "ray writes Parquet into the folder --output"),
        (("--engine", "spark"), 2, "'spark' is none of local, ray"),
    ],
)
def test_what_can_not_be(words: tuple[str, ...], code: int, said: str, source: Path, tmp_path: Path) -> None:
    done = subprocess.run(command(source, tmp_path / "out", *words), capture_output=True, text=True, cwd=ROOT)
    assert (done.returncode, len(done.stderr.splitlines())) == (code, 1), done.stderr
    assert said in done.stderr


def test_a_cluster_whose_token_is_not_here_is_told_in_one_line(source: Path, tmp_path: Path) -> None:
    """Ray looks for a token before it speaks to the cluster, so that anything that listens will do."""
    hidden = ("RAY_AUTH_TOKEN", "RAY_AUTH_TOKEN_PATH")
    told = {name: value for name, value in os.environ.items() if name not in hidden}
    with socket.create_server(("127.0.0.1", 0)) as server:
        words = command(source, tmp_path / "out", "--address", f"127.0.0.1:{server.getsockname()[1]}")
        home = {"HOME": str(tmp_path), "RAY_AUTH_MODE": "token"}
        done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, env={**told, **home})
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), done.stderr
    assert "no authentication token was found; check its address and token: RAY_AUTH_MODE" in done.stderr
