"""`mattran timer`: what makes this machine run `mattran nightly` every night."""

import getpass
import re
import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.options import Archive, Contact, Db


def timer(
    db: Db = Path("mattran.db"),
    archive: Archive = Path("archive"),
    contact: Contact = None,
    at: Annotated[str, typer.Option("--at", metavar="HH:MM", help="When to start, by this machine's clock.")] = "02:30",
) -> None:
    """Print a systemd service and timer, and a cron line, for this machine, folder and user."""
    match = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", at)
    if match is None:
        raise typer.BadParameter(f"{at!r} is no time of day; write 02:30", param_hint="--at")
    hour, minute = int(match[1]), int(match[2])
    words = [_program(), "nightly", "--db", str(db.resolve()), "--archive", str(archive.resolve()), "--log", "json"]
    words += ["--contact", contact] if contact else []
    folder = str(Path.cwd())
    typer.echo(_service(words, folder))
    typer.echo(_timer(hour, minute))
    typer.echo(_cron(words, folder, hour, minute))


def _program() -> str:
    found = shutil.which("mattran")
    beside = Path(sys.executable).with_name("mattran")
    return str(beside if beside.is_file() else Path(found).resolve() if found else beside)


def _service(words: list[str], folder: str) -> str:
    return f"""\
# /etc/systemd/system/mattran.service
[Unit]
Description=mattran: the night's news of the Fatherland Front
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
User={getpass.getuser()}
WorkingDirectory={folder.replace("%", "%%")}
ExecStart={" ".join(map(_systemd, words))}
SuccessExitStatus=3
Nice=10
"""


def _timer(hour: int, minute: int) -> str:
    return f"""\
# /etc/systemd/system/mattran.timer — then: systemctl enable --now mattran.timer
[Unit]
Description=mattran, every night

[Timer]
OnCalendar=*-*-* {hour:02}:{minute:02}:00
RandomizedDelaySec=10min
Persistent=true

[Install]
WantedBy=timers.target
"""


def _cron(words: list[str], folder: str, hour: int, minute: int) -> str:
    command = " ".join(map(_shell, words)).replace("%", r"\%")
    return f"# or one line for crontab -e:\n{minute} {hour} * * * cd {_shell(folder)} && {command} >> mattran.log 2>&1"


def _systemd(word: str) -> str:
    """Quote a word of a unit file; `%` and `$` stand for themselves when doubled."""
    plain = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{plain}"' if re.search(r"[\s'\"\\;]", word) else plain


def _shell(word: str) -> str:
    import shlex

    return shlex.quote(word)
