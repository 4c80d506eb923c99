"""The README says all that there is: every setting, command, option, key and address."""

import argparse
import re
from pathlib import Path

import pytest

from app.api.formats import MEDIA_TYPES
from app.api.search_parameters import FEED_LIMIT
from app.articles.resemblance import MAX_LISTED, MAX_SHARING
from app.cli import parser
from app.ingest.json_fields import FIELD_KEYS
from app.main import create_app
from app.search.expansion import MAX_EXPANSIONS
from app.search.requests import MAX_OFFSET
from app.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")


def commands() -> dict[str, argparse.ArgumentParser]:
    actions = parser()._subparsers._group_actions  # type: ignore[union-attr]  # noqa: SLF001 - no other way
    return dict(actions[0].choices)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_stands_in_the_readme_with_its_default(name: str) -> None:
    row = next(line for line in README.splitlines() if f"`MICROFICHE_{name.upper()}`" in line)
    default = Settings.model_fields[name].default
    if isinstance(default, int | str | Path):
        assert str(default) in row


@pytest.mark.parametrize("name", commands())
def test_every_command_stands_in_the_readme_and_shows_an_example(name: str) -> None:
    row = next(line for line in README.splitlines() if line.startswith(f"| `microfiche {name}"))
    options = {option for action in commands()[name]._actions for option in action.option_strings}  # noqa: SLF001
    for option in options - {"-h", "--help"}:
        assert f"`{option}" in row
    assert "example: microfiche" in commands()[name].format_help()


def test_every_key_of_json_stands_in_the_readme() -> None:
    for field, keys in FIELD_KEYS.items():
        for key in keys:
            assert f"`{key}`" in README, (field, key)


def test_every_address_stands_in_the_readme() -> None:
    for path in create_app(Settings()).openapi()["paths"]:
        assert f"`{path}`" in README


@pytest.mark.parametrize(("name", "media"), MEDIA_TYPES.items())
def test_every_format_stands_in_the_readme(name: str, media: str) -> None:
    row = next(
        line for line in README.splitlines() if line.startswith("|") and f"`{name}`" in line and media in line
    )
    assert row


def test_the_stated_length_of_a_feed_is_the_real_one() -> None:
    assert f"A feed holds the newest {FEED_LIMIT} hits" in README


def test_the_stated_limit_of_expansions_is_the_real_one() -> None:
    assert f"more than {MAX_EXPANSIONS:,} words" in README


def test_the_stated_reach_of_pages_is_the_real_one() -> None:
    assert f"`page=` reaches {MAX_OFFSET:,} hits deep" in README


def test_the_stated_bounds_of_copies_are_the_real_ones() -> None:
    assert f"a text that more than {MAX_SHARING} articles share. At most {MAX_LISTED} are listed" in README


def test_every_module_that_the_architecture_names_is_there() -> None:
    names = re.findall(r"`([a-z_/]+\.py)`", ARCHITECTURE)
    assert len(names) > 30
    for name in names:
        assert list((ROOT / "app").rglob(name)) or (ROOT / name).exists(), name
