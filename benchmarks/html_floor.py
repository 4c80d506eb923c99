"""Bare trafilatura over a folder of pages, on as many processes as there are cores: text and metadata, kept nowhere.

Run by itself it takes the folder.
"""

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from trafilatura import bare_extraction

_PAGES_AT_A_TIME = 20


def extract(file: Path) -> int:
    """The letters of a page's text."""
    document = bare_extraction(file.read_text("utf-8"), include_comments=False, with_metadata=True)
    return len(getattr(document, "text", None) or "")


def run(folder: Path) -> None:
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as processes:
        sum(processes.map(extract, sorted(folder.iterdir()), chunksize=_PAGES_AT_A_TIME))


if __name__ == "__main__":
    run(Path(sys.argv[1]))
