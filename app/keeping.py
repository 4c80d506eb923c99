"""The commands of an archive's keeper: thin, as those of `cli`."""

import argparse
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Protocol

from app.backup import back_up, restore
from app.settings import Settings
from app.terminal import say
from app.wiring import open_archive

# As long as the ingest waits for another that is indexing.
_INDEX_WAIT_SECONDS = 60


class AddCommand(Protocol):
    def __call__(
        self, name: str, run: Callable[[argparse.Namespace, Settings], int], summary: str, example: str
    ) -> argparse.ArgumentParser: ...


def add_commands(command: AddCommand) -> None:
    backup = command(
        "backup", _backup, "Copy the store to a file, whatever runs meanwhile.", "backup /mnt/monday.db"
    )
    backup.add_argument("file", type=Path, metavar="FILE", help="where to")
    backup.add_argument("--overwrite", action="store_true", help="replace a file that is there")

    put_back = command("restore", _restore, "Put back what `backup` has copied.", "restore /mnt/monday.db")
    put_back.add_argument("file", type=Path, metavar="FILE", help="what `microfiche backup` wrote")


def _backup(options: argparse.Namespace, settings: Settings) -> int:
    standing = back_up(settings, options.file, overwrite=options.overwrite)
    say(
        f"{options.file} holds {standing.articles:,} articles, the store at revision {standing.revision} "
        f"({standing.size / 1e6:,.1f} MB), checked."
    )
    return 0


def _restore(options: argparse.Namespace, settings: Settings) -> int:
    restored = restore(settings, options.file)
    with closing(open_archive(settings)) as archive:
        archive.indexing.catch_up(wait_seconds=_INDEX_WAIT_SECONDS)
    standing = restored.standing
    say(
        f"The archive holds {standing.articles:,} articles again, at revision {standing.revision}; all is indexed."
    )
    if restored.kept:
        say(f"The damaged store is kept as {restored.kept}: delete it once you miss nothing.")
    return 0
