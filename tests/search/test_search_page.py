"""The page of the query language is true: its table of queries is asked on both engines, its lists are complete."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.search.engines.live import ENGINES
from app.search.expansion import MAX_EXPANSIONS
from app.search.query.notes import MAX_NOTES
from app.search.query.suffixes import MAX_BOOST, MAX_WORDS_BETWEEN
from app.search.query.tree import MAX_DEPTH, MAX_LEAVES, QUERY_FIELDS
from app.settings import Settings
from tests.archives import CORPUS, archive_at, ingest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "search.md").read_text(encoding="utf-8")
LEAST_QUERIES = 80
# Where queries are read and answered; other codes are of other addresses.
SOURCES = [
    *(ROOT / "app" / "search").rglob("*.py"),
    ROOT / "app" / "api" / "parameters.py",
    ROOT / "app" / "api" / "problems.py",
]
_CODE = re.compile(
    r"""(?:notes\.add|Note|refusal)\(\s*f?"(\w+)",|code="(\w+)"|"((?:un|mal)\w+_parameter)\""""
)


@dataclass(frozen=True, slots=True)
class Row:
    """One query of the table: `found` is the number of articles or a refusal's code, `titles` how some begin."""

    asked: str
    found: str
    titles: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def parameters(self) -> dict[str, list[str]]:
        """A row that begins with `q=` names its parameters, any other is a query alone."""
        if not self.asked.startswith("q="):
            return {"q": [self.asked]}
        return parse_qs(self.asked, keep_blank_values=True)


def rows() -> Iterator[Row]:
    for line in PAGE.splitlines():
        cells = [cell.strip() for cell in line.split(" | ")]
        if line.startswith("| `") and len(cells) == 5:
            asked, _, found, titles, notes = cells
            yield Row(
                asked.removeprefix("|").strip().strip("`"),
                found.strip("`"),
                tuple(re.findall(r"\*(.+?)\*", titles)),
                tuple(re.findall(r"`(\w+)`", notes)),
            )


ROWS = list(rows())


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample corpus, read once; each engine builds its own index of it."""
    data = tmp_path_factory.mktemp("page")
    with archive_at(data) as archive:
        ingest(archive, CORPUS)
    return data


@pytest.fixture(scope="module", params=sorted(ENGINES))
def client(request: pytest.FixtureRequest, data: Path) -> Iterator[TestClient]:
    with archive_at(data, request.param) as archive:
        archive.indexing.catch_up()
    settings = Settings.model_validate({"data": data, "engine": request.param})
    with TestClient(create_app(settings)) as client:
        yield client


def test_the_table_is_as_long_as_is_promised() -> None:
    assert len({row.asked for row in ROWS}) == len(ROWS) >= LEAST_QUERIES


@pytest.mark.parametrize("row", ROWS, ids=[f"{place}" for place, _ in enumerate(ROWS)])
def test_a_query_finds_what_the_page_says(client: TestClient, row: Row) -> None:
    response = client.get("/v1/search", params={**row.parameters, "limit": 100, "highlight": "none"})
    answer = response.json()
    if response.status_code == 422:
        assert (answer["code"], tuple(error["code"] for error in answer["errors"])) == (row.found, row.notes)
        return
    titles = [hit["title"] for hit in answer["hits"]]
    assert (row.asked, str(answer["total"])) == (row.asked, row.found)
    for title in row.titles:
        assert any(found.startswith(title) for found in titles), (title, titles)
    if len(row.titles) == 1:
        assert titles[0].startswith(row.titles[0])
    assert tuple(dict.fromkeys(note["code"] for note in answer["query"]["notes"])) == row.notes


def test_every_code_of_a_note_or_a_refusal_stands_on_the_page() -> None:
    found = {
        code
        for source in SOURCES
        for match in _CODE.finditer(source.read_text(encoding="utf-8"))
        for code in match.groups()
        if code
    }
    assert len(found) > 30
    assert [code for code in sorted(found) if f"`{code}`" not in PAGE] == []


@pytest.mark.parametrize("name", QUERY_FIELDS)
def test_every_field_stands_on_the_page(name: str) -> None:
    assert f"`{name}:" in PAGE


def test_the_stated_limits_are_the_real_ones() -> None:
    limits = (MAX_DEPTH, MAX_LEAVES, MAX_EXPANSIONS, MAX_NOTES, MAX_WORDS_BETWEEN, int(MAX_BOOST))
    assert [limit for limit in limits if f"{limit:,}" not in PAGE] == []
