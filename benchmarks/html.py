"""The ingest of pages beside bare trafilatura: `python -m benchmarks.html [FOLDER] [--pages N] [--rounds N]`."""

import argparse
import gzip
import os
import statistics
import sys
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.watching import timed

_ROOT = Path(__file__).resolve().parent.parent
_PAGES = _ROOT.parent / "shared" / "data" / "extraction" / "html"
_MICROFICHE = Path(sys.executable).with_name("microfiche")


def main() -> None:
    options = _options()
    sources = sorted(options.folder.glob("*.html*")) if options.folder.is_dir() else []
    if not sources:
        sys.exit(f"There are no pages in {options.folder}: name a folder of .html or .html.gz files.")
    with TemporaryDirectory() as folder:
        _spread(sources, options.pages, Path(folder))
        ratios = [_round(number, Path(folder), options.pages) for number in range(1, options.rounds + 1)]
    print(f"median rate to that of bare trafilatura: {statistics.median(ratios):.2f}")


def _spread(sources: list[Path], count: int, folder: Path) -> None:
    """So many pages, each source again and again on another host and in other words, so that no two are one article."""
    texts = [_text(source) for source in sources]
    for number, text in enumerate(islice(cycle(texts), count)):
        told = text.replace("://", f"://n{number}.").replace("</p>", f" {number}</p>")
        folder.joinpath(f"{number:05}.html").write_text(told, "utf-8")


def _text(source: Path) -> str:
    data = source.read_bytes()
    return (gzip.decompress(data) if source.suffix == ".gz" else data).decode("utf-8", "replace")


def _round(number: int, folder: Path, count: int) -> float:
    """One turn of each, from new processes; returns the ingest's rate to trafilatura's."""
    with TemporaryDirectory() as data:
        environment = {**os.environ, "MICROFICHE_DATA": data}
        bare = timed([sys.executable, "-m", "benchmarks.html_floor", str(folder)], environment)
        ingest = timed([str(_MICROFICHE), "ingest", str(folder), "--quiet"], environment)
    ratio = bare.seconds / ingest.seconds
    print(
        f"round {number}: {count} pages, trafilatura {bare.seconds:.1f} s ({bare.cpu_seconds:.1f} of all cores), "
        f"ingest {ingest.seconds:.1f} s ({ingest.cpu_seconds:.1f}), rate {ratio:.2f}",
        flush=True,
    )
    return ratio


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.html", description=__doc__)
    parser.add_argument(
        "folder", nargs="?", type=Path, default=_PAGES, help="a folder of pages (%(default)s)"
    )
    parser.add_argument("--pages", type=int, default=1_820, help="how many to read (%(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each (%(default)s)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
