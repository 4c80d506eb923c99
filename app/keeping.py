"""The commands of an archive's keeper: thin, as those of `cli`."""

import argparse
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Protocol

from app.backup import back_up, restore
from app.errors import UsageError
from app.keys import create_key, read_keys, revoke_key
from app.rates import rate_of
from app.settings import Settings
from app.terminal import remark, say
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

    keys = command(
        "keys", _keys, "Make, list and revoke the keys of the API.", "keys create --name 'reading room'"
    )
    keys.add_argument(
        "action", choices=("create", "list", "revoke"), metavar="create|list|revoke", help="what to do"
    )
    keys.add_argument("id", nargs="?", metavar="ID", help="the key to revoke")
    keys.add_argument("--name", default="", help="whose the key is, for the list")
    keys.add_argument(
        "--rate", type=_rate, help="its own limit, in the place of MICROFICHE_RATE_LIMIT: 100/minute"
    )


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


def _keys(options: argparse.Namespace, settings: Settings) -> int:
    file = settings.api_keys_file
    if file is None:
        raise UsageError("No file of keys is set: MICROFICHE_API_KEYS_FILE=keys.json, for the server too.")
    if (options.id is None) == (options.action == "revoke"):
        raise UsageError("`microfiche keys revoke ID` takes the id of a key; `create` and `list` take none.")
    if options.action == "create":
        print(create_key(file, options.name, options.rate))
        remark("This is the key. It is not kept and cannot be shown again.")
    elif options.action == "revoke":
        revoke_key(file, options.id)
        say(f"The key {options.id} opens nothing any more.")
    else:
        for key in read_keys(file):
            print(f"{key.id}\t{key.created}\t{key.rate or '-'}\t{key.name}")
    return 0


def _rate(text: str) -> str:
    try:
        rate_of(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return text
