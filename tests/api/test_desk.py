"""Work is bounded in number and in time, and what is given up does not pile up."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.api.desk import Desk
from app.errors import NotFound, Overloaded, TimedOut
from app.main import create_app
from app.search.service import SearchService
from app.settings import Settings
from tests.waiting import until

LONG, SHORT = 30.0, 0.05


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """What holds up work until it is set; it is in the end."""
    event = threading.Event()
    yield event
    event.set()


def on(desk: Desk, told: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(told())
    desk.close()


async def is_taken(desk: Desk, places: int) -> None:
    for _ in range(30_000):
        if desk.taken == places:
            return
        await asyncio.sleep(0.001)
    pytest.fail(f"{desk.taken} places are taken, not {places}")


def test_work_gives_its_result_or_its_error() -> None:
    desk = Desk(1, 0, LONG)

    def fail() -> None:
        raise NotFound("nothing")

    async def told() -> None:
        assert await desk.answer(lambda: 7) == 7
        with pytest.raises(NotFound, match="nothing"):
            await desk.answer(fail)
        await is_taken(desk, 0)

    on(desk, told)


def test_what_finds_no_place_is_sent_away_at_once(gate: threading.Event) -> None:
    desk = Desk(1, 1, LONG)

    async def told() -> None:
        waiting = [asyncio.create_task(desk.answer(gate.wait)) for _ in range(2)]
        await is_taken(desk, 2)
        with pytest.raises(Overloaded):
            await desk.answer(gate.wait)
        gate.set()
        assert await asyncio.gather(*waiting) == [True, True]
        assert await desk.answer(gate.wait)

    on(desk, told)


def test_an_answer_that_was_begun_goes_on_where_there_is_no_place(gate: threading.Event) -> None:
    desk = Desk(1, 0, LONG)

    async def told() -> None:
        first = asyncio.create_task(desk.answer(gate.wait, dear=True))
        await is_taken(desk, 1)
        with pytest.raises(Overloaded):
            await desk.answer(lambda: 7, dear=True)
        step = asyncio.create_task(desk.go_on(lambda: 7))
        await is_taken(desk, 2)
        gate.set()
        assert (await first, await step) == (True, 7)

    on(desk, told)


def test_work_that_takes_too_long_is_given_up_and_keeps_its_place_until_it_ends(
    gate: threading.Event,
) -> None:
    desk = Desk(1, 0, SHORT)

    async def told() -> None:
        with pytest.raises(TimedOut):
            await desk.answer(gate.wait)
        with pytest.raises(Overloaded):
            await desk.answer(lambda: 7)
        gate.set()
        await is_taken(desk, 0)
        assert await desk.answer(lambda: 7) == 7

    on(desk, told)


def test_work_that_waited_too_long_is_never_begun(gate: threading.Event) -> None:
    desk = Desk(1, 1, SHORT)
    begun: list[str] = []

    async def told() -> None:
        given_up = asyncio.gather(
            desk.answer(gate.wait), desk.answer(lambda: begun.append("late")), return_exceptions=True
        )
        assert [type(error) for error in await given_up] == [TimedOut, TimedOut]
        gate.set()
        await is_taken(desk, 0)
        await desk.answer(lambda: begun.append("next"))
        assert begun == ["next"]

    on(desk, told)


@pytest.mark.parametrize(
    ("settings", "code"),
    [({"timeout": SHORT}, "timed_out"), ({"max_waiting": 0, "timeout": LONG}, "overloaded")],
)
def test_a_client_is_told_to_come_again(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    gate: threading.Event,
    settings: dict[str, Any],
    code: str,
) -> None:
    monkeypatch.setattr(SearchService, "search", lambda *_: gate.wait())
    chosen = Settings(data=tmp_path_factory.mktemp("busy"), threads=1, **settings)
    with TestClient(create_app(chosen), raise_server_exceptions=False) as client:
        busy = threading.Thread(target=client.get, args=("/v1/search",))
        if code == "overloaded":
            busy.start()
            until(lambda: client.app.state.desk.taken == 1, LONG)  # type: ignore[attr-defined]
        answer = client.get("/v1/search")
        assert (answer.status_code, answer.json()["code"]) == (503, code)
        assert int(answer.headers["retry-after"]) > 0
        assert answer.headers["cache-control"] == "no-store"
        gate.set()
        if busy.ident:
            busy.join()
