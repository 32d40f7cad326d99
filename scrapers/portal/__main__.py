"""`python -m scrapers.portal FOLDER PORT`: serve sample portals until interrupted, to look at or to measure against."""

import sys
import time
from pathlib import Path

from scrapers.portal import load_portals, serve


def main(folder: Path, port: int) -> None:
    """Serve; print where each host is once it can be asked."""
    with serve(load_portals(folder), port=port) as served:
        sys.stdout.write("\n".join(f"{host} {address}" for host, address in served.hosts.items()) + "\n")
        sys.stdout.flush()
        while True:
            time.sleep(1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
