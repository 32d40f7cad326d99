"""The command line: the only door to typer and rich. Heavy modules are imported inside the commands."""

import signal
import sys

import typer

from extractor.cli.chart import chart
from extractor.cli.console import warn
from extractor.cli.demo import demo
from extractor.cli.evaluate import evaluate
from extractor.cli.explain import explain
from extractor.cli.export import export
from extractor.cli.extract import extract
from extractor.cli.health import health
from extractor.cli.migrate import migrate
from extractor.cli.nightly import nightly
from extractor.cli.search import search
from extractor.cli.serve import serve
from extractor.cli.sites import sites
from extractor.cli.timer import timer
from extractor.cli.warc import import_, parse
from extractor.engine.garbage import collect_seldom

app = typer.Typer(
    name="mattran",
    help="The news of Viet Nam's Fatherland Front as a database of facts, each tied to its sentence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


_INTERRUPTED = 130


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"mattran {version('mattran')}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    pass


for command in (extract, explain, evaluate, export, demo, nightly, health, timer, parse, search, serve, chart, migrate):
    app.command()(command)
app.command(name="import")(import_)
app.add_typer(sites, name="sites")


def main() -> None:
    """Run the command line; what a user can put right ends as one line on stderr and its exit code."""
    from extractor.errors import MattranError
    from scrapers.errors import ScrapeError

    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # whatever the locale says
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))  # systemd stops as Ctrl-C does
    collect_seldom()
    try:
        code = app(prog_name="mattran", standalone_mode=False)
    except (MattranError, ScrapeError) as error:
        warn(str(error))
        code = getattr(error, "exit_code", 1)
    except typer.TyperException as error:
        _tell(error)
        code = 2
    if code == _INTERRUPTED:
        warn("interrupted; what was whole is kept")
    sys.exit(code)


def _tell(wrong: typer.TyperException) -> None:
    """Say in one line what of the words of the command line is wrong; nothing where the help stands there already."""
    what = " ".join(wrong.format_message().split()).rstrip(".")
    if what:
        context = getattr(wrong, "ctx", None)
        command = context.command_path if context else "mattran"
        sys.stderr.write(f"{command}: {what[:1].lower()}{what[1:]}; see {command} --help\n")
