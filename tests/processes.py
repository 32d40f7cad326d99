"""What a process uses (Linux)."""

import os
import resource
from pathlib import Path


def resident(pid: int | str = "self") -> int:
    """Return the resident memory of a process in MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return round(pages * resource.getpagesize() / 2**20)


def peak() -> int:
    """Return the most that this process has been resident with, in MB; `ru_maxrss` would tell its parent's, too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    [kilobytes] = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
    return round(int(kilobytes) / 1024)


def busy(pid: int) -> float:
    """Return the seconds of processor that a living process has used."""
    user, system = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
