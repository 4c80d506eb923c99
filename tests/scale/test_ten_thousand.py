"""Ten thousand real articles, through a server: walks meet each hit once, and totals are those of the file itself."""

import calendar
import gzip
import json
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.processes import Commands, Server, served

pytestmark = pytest.mark.slow

WALKED = ["president", "senate%20OR%20climate", "*"]
# What a stream may add to a server's memory, however many articles it brings.
MOST_MEGABYTES = 50
READ_ELSEWHERE = ("url", "dateline", "text_line")


@pytest.fixture(scope="module")
def news(shared: Path) -> Path:
    return shared / "data" / "news-10k.jsonl.gz"


@pytest.fixture(scope="module")
def commands(news: Path, tmp_path_factory: pytest.TempPathFactory) -> Commands:
    commands = Commands(tmp_path_factory.mktemp("ten") / "data")
    ended = commands.run("ingest", str(news), "--quiet")
    assert ended.status == 0, ended.said
    return commands


@pytest.fixture(scope="module")
def server(commands: Commands) -> Iterator[Server]:
    with served(commands, workers=2) as server:
        yield server


@pytest.fixture(scope="module")
def dates(commands: Commands, news: Path) -> list[str]:
    """The date of every article that has one: the file's, and for those to which it gives none what we read elsewhere.

    An article that the corpus holds as a copy of another is counted with that.
    """
    with gzip.open(news, "rt", encoding="utf-8") as lines:
        given = {article["id"]: article for article in map(json.loads, lines)}
    found = []
    for article in commands.export():
        published: dict[str, Any] | None = article["published"]
        source = given[article["given_id"]]
        if source["date"] is not None:
            assert published is not None
            assert published["date"] == source["date"]
            found.append(source["date"])
        elif published is not None:
            assert published["method"] in READ_ELSEWHERE
            assert published["evidence"] in f"{source['url']} {source['body']}"
            found.append(published["date"])
    return found


@pytest.fixture
def alone(commands: Commands) -> Iterator[Server]:
    """A server of one process, whose memory can be looked at."""
    if not Path("/proc/self/status").exists():
        pytest.skip("a process tells its memory in /proc")
    with served(commands) as server:
        for q in WALKED * 3:
            server.get(f"/v1/search?q={q}")
        yield server


def resident(server: Server) -> float:
    """Megabytes."""
    status = Path(f"/proc/{server.process.pid}/status").read_text("utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def lines(server: Server, query: str) -> Iterator[dict[str, Any]]:
    with urllib.request.urlopen(f"{server.address}/v1/search?{query}", timeout=60) as answer:  # noqa: S310 - our own
        yield from map(json.loads, answer)


@pytest.mark.parametrize(
    "query",
    ["q=*", "q=the&sort=relevance", "fields=title,body", "fields=copies,paragraphs", "collapse=copies"],
)
def test_a_stream_of_all_articles_takes_little_memory(alone: Server, query: str) -> None:
    before, count = resident(alone), total(alone)
    wanted = count if "collapse" not in query else count - 100
    assert wanted <= len({line["id"] for line in lines(alone, f"format=ndjson&{query}")}) <= count
    grown = resident(alone) - before
    print(f"{query}: {before:.0f} MB and {grown:.0f} MB more")  # noqa: T201 - for -s
    assert grown < MOST_MEGABYTES


def total(server: Server, **asked: object) -> int:
    given = "&".join(f"{name}={value}" for name, value in asked.items())
    return int(server.get(f"/v1/search?q=*&limit=0&{given}")["total"])


def last_day(month: str) -> str:
    year, number = map(int, month.split("-"))
    return f"{month}-{calendar.monthrange(year, number)[1]:02}"


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("q", WALKED)
def test_a_walk_over_all_pages_meets_each_hit_once(server: Server, q: str, sort: str) -> None:
    ids: list[str] = []
    totals = set()
    url: str | None = f"/v1/search?q={q}&sort={sort}&limit=100&highlight=none"
    while url is not None:
        page = server.get(url)
        ids += [hit["id"] for hit in page["hits"]]
        totals.add(page["total"])
        url = page["next"]
    assert len(set(ids)) == len(ids)
    assert totals == {len(ids)}
    print(f"{q} by {sort}: {len(ids)}")  # noqa: T201 - for -s


@pytest.mark.parametrize("length", [4, 7, 10], ids=["years", "months", "days"])
def test_totals_by_range_are_those_of_the_file(server: Server, dates: list[str], length: int) -> None:
    # A day is not known of an article of which only the month is.
    wanted = Counter(date[:length] for date in dates if len(date) >= length)
    # Days are many: the ends, and one in ten.
    spans = sorted(wanted)
    for span in {*spans[:: 10 if length == len("2021-04-07") else 1], spans[0], spans[-1]}:
        assert total(server, **{"from": span, "to": span}) == wanted[span], span


def test_totals_of_long_ranges_are_those_of_the_file(server: Server, dates: list[str]) -> None:
    months = sorted({date[:7] for date in dates if len(date) >= len("2021-04")})
    for start, end in zip(months[::7], months[5::7], strict=False):
        inside = sum(start <= date[:7] <= end for date in dates if len(date) >= len("2021-04"))
        assert total(server, **{"from": f"{start}-01", "to": last_day(end)}) == inside, (start, end)


def test_the_undated_are_counted_right(server: Server, commands: Commands, dates: list[str]) -> None:
    everything = total(server)
    assert everything == len(commands.export())
    assert total(server, undated="only") == everything - len(dates)
    assert total(server, undated="exclude") == len(dates)
