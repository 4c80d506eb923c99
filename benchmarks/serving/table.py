"""What was measured as tables in Markdown."""

from collections.abc import Callable, Iterable, Sequence

from benchmarks.serving.comparing import Agreement, compare
from benchmarks.serving.load import Figures
from benchmarks.serving.measuring import CONNECTIONS, Highest, Measured, Turn
from benchmarks.serving.questions import KINDS, Kind
from benchmarks.serving.servers.floors import EMPTY
from benchmarks.serving.servers.microfiche import OURS

_NONE = "–"
# Below so many requests the slowest one in a hundred is the slowest of all.
_FEW = 100


def tables(measured: Sequence[Measured]) -> str:
    """All of them, with those that failed and why at the end."""
    kinds = [kind for kind in KINDS if any(kind in one.sent or _has(one, kind) for one in measured)]
    parts = []
    for connections in reversed(CONNECTIONS):
        for again in (False, True):
            parts += [f"**{_turn(connections, again=again)}**", _speed(measured, kinds, (connections, again))]
    parts += ["**Microfiche, 1 worker: its rate to that of the empty route**", _to_floor(measured, kinds)]
    parts += ["**Highest rate, memory and size**", _costs(measured)]
    parts += ["**Bytes of an answer**", _bytes(measured, kinds)]
    parts += ["**Answers beside Microfiche's**", _answers(measured)]
    failures = [
        f"- {one.name}: {'broke off' if one.kinds else 'not run'}. {one.failure.splitlines()[0]}"
        for one in measured
        if one.failure
    ]
    return "\n\n".join([*parts, *(["\n".join(failures)] if failures else [])])


def _has(one: Measured, kind: Kind) -> bool:
    return any(kind in figures for figures in one.kinds.values())


def _turn(connections: int, *, again: bool) -> str:
    by = f"{connections} connection{'s' if connections > 1 else ''}"
    return f"{by}, the same requests again" if again else f"{by}, each request seen for the first time"


def _speed(measured: Sequence[Measured], kinds: Sequence[Kind], turn: Turn) -> str:
    rows = []
    for one in measured:
        if turn in one.kinds:
            cells = [_figures(one.kinds[turn].get(kind)) for kind in kinds]
            mixed = one.mixed.get(turn)
            rows.append(
                [
                    one.name,
                    *cells,
                    f"{mixed.p999:.1f}" if mixed else _NONE,
                    str(mixed.errors if mixed else ""),
                ]
            )
    return _table(["", *kinds, "p99.9 of all", "errors"], rows)


def _figures(figures: Figures | None) -> str:
    if figures is None:
        return _NONE
    few = f" ({figures.requests})" if figures.requests < _FEW else ""
    return f"**{_number(figures.rate)}** · {figures.p50:.1f} · {figures.p99:.1f}{few}"


def _to_floor(measured: Sequence[Measured], kinds: Sequence[Kind]) -> str:
    ours, floor = (next((one for one in measured if one.name == name), None) for name in (OURS, EMPTY))
    if ours is None or floor is None:
        return "Not both were measured."
    rows = []
    for turn in sorted(ours.kinds.keys() & floor.kinds.keys(), key=lambda turn: (-turn[0], turn[1])):
        pairs = [(ours.kinds[turn].get(kind), floor.kinds[turn].get(kind)) for kind in kinds]
        cells = [f"{mine.rate / theirs.rate:.2f}" if mine and theirs else _NONE for mine, theirs in pairs]
        known, all_kinds = ours.unchanged.get(turn[0]), floor.mixed.get(turn)
        told = f"{known.rate / all_kinds.rate:.2f}" if turn[1] and known and all_kinds else _NONE
        rows.append([_turn(turn[0], again=turn[1]), *cells, told])
    return _table(["", *kinds, "304, of all kinds"], rows)


def _costs(measured: Iterable[Measured]) -> str:
    rows = [
        [
            one.name,
            _rate(one.highest.get(False)),
            _rate(one.highest.get(True)).rstrip(" *"),
            _mega(one.memory),
            _mega(one.ingested.disk if one.ingested else None),
            _mega(one.ingested.index if one.ingested else None),
            f"{one.ingested.seconds:.1f}" if one.ingested else _NONE,
        ]
        for one in measured
        if one.kinds
    ]
    headings = ("rate, new requests", "rate, again", "memory MB", "disk MB", "of it index MB", "index time s")
    return _table(["", *headings], rows)


def _rate(highest: Highest | None) -> str:
    if highest is None:
        return _NONE
    return f"{_number(highest.rate)}{'' if highest.fresh else ' *'}" if highest.rate else "none"


def _bytes(measured: Iterable[Measured], kinds: Sequence[Kind]) -> str:
    rows = [
        [one.name, *(f"{one.sent[kind]:,.0f}" if kind in one.sent else _NONE for kind in kinds)]
        for one in measured
        if one.sent
    ]
    return _table(["", *kinds], rows)


def _answers(measured: Sequence[Measured]) -> str:
    reference = next((one.answers for one in measured if one.name == OURS), None)
    if not reference:
        return "Microfiche was not measured."
    columns: tuple[tuple[str, Callable[[Agreement], str]], ...] = (
        ("questions", lambda found: f"{found.compared:,}"),
        ("same total", lambda found: _percent(found.same)),
        ("within a tenth", lambda found: _percent(found.near)),
        ("hits found", lambda found: _percent(found.hits)),
        ("hits shown by both", lambda found: _percent(found.page)),
        ("hits with snippet", lambda found: _percent(found.snippets)),
        ("facet values", lambda found: _percent(found.facets)),
        ("articles by id", lambda found: _percent(found.articles)),
        ("answers less", lambda found: ", ".join(found.objections) or "no"),
    )
    compared = [(one.name, compare(one.answers, reference)) for one in measured if one.answers]
    rows = [[name, *(shown(found) for _, shown in columns)] for name, found in compared]
    return _table(["", *(heading for heading, _ in columns)], rows)


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _percent(share: float | None) -> str:
    return _NONE if share is None else f"{share:.0%}"


def _mega(size: int | None) -> str:
    return _NONE if size is None else f"{size / 1e6:,.0f}"


def _number(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}"
