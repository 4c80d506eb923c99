"""Rates as bars in SVG, on a scale of powers of ten: the slowest and the fastest are a thousand times apart."""

import math
from collections.abc import Sequence
from html import escape

from benchmarks.serving.measuring import CONNECTIONS, Measured
from benchmarks.serving.questions import KINDS, Kind

_LEFT, _RIGHT, _TOP = 250, 70, 60
_WIDTH = 900
_BAR, _GAP, _HEADING = 11, 3, 30
_FIRST, _AGAIN = "#1f6f8b", "#c9dfe6"
_PAPER, _INK, _RULE = "#ffffff", "#222222", "#dddddd"
_FONT = "font-family='sans-serif' font-size='11'"


def picture(measured: Sequence[Measured]) -> str:
    """Requests a second at the most connections, a block for each kind: new requests dark, the same again pale."""
    rates = _rates(measured)
    decades = max(1, math.ceil(math.log10(max((rate for *_, rate in rates), default=10))))
    drawn: list[str] = []
    y = float(_TOP)
    for kind in KINDS:
        names = [one.name for one in measured if any(row[:2] == (kind, one.name) for row in rates)]
        if not names:
            continue
        drawn.append(_text(12, y + 18, kind, "font-weight='bold'"))
        y += _HEADING
        for name in names:
            drawn.append(_text(_LEFT - 8, y + _BAR + 4, name, "text-anchor='end'"))
            for again, colour in ((False, _FIRST), (True, _AGAIN)):
                rate = next((row[3] for row in rates if row[:3] == (kind, name, again)), None)
                if rate is not None:
                    drawn += _bar(y, rate, decades, colour)
                y += _BAR
            y += _GAP
    frame = [*_axis(decades, y), *_legend()]
    return "\n".join([_opening(y + 30), *frame, *drawn, "</svg>", ""])


def _rates(measured: Sequence[Measured]) -> list[tuple[Kind, str, bool, float]]:
    return [
        (kind, one.name, again, figures.rate)
        for one in measured
        for again in (False, True)
        for kind, figures in one.kinds.get((CONNECTIONS[-1], again), {}).items()
        if figures.rate > 0
    ]


def _bar(y: float, rate: float, decades: int, colour: str) -> list[str]:
    width = max(1.0, _x(rate, decades) - _LEFT)
    return [
        f"<rect x='{_LEFT}' y='{y:.0f}' width='{width:.1f}' height='{_BAR - 1}' fill='{colour}'/>",
        _text(_LEFT + width + 4, y + _BAR - 2, f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}"),
    ]


def _x(rate: float, decades: int) -> float:
    return _LEFT + max(0.0, math.log10(rate)) / decades * (_WIDTH - _LEFT - _RIGHT)


def _axis(decades: int, bottom: float) -> list[str]:
    lines = []
    for power in range(decades + 1):
        x = _x(10**power, decades)
        lines += [
            f"<line x1='{x:.1f}' y1='{_TOP - 10}' x2='{x:.1f}' y2='{bottom:.0f}' stroke='{_RULE}'/>",
            _text(x, _TOP - 14, f"{10**power:,}", "text-anchor='middle'"),
        ]
    return lines


def _legend() -> list[str]:
    title = f"Requests a second, {CONNECTIONS[-1]} connections"
    return [
        _text(12, 20, title, "font-weight='bold'"),
        f"<rect x='{_LEFT + 60}' y='11' width='12' height='10' fill='{_FIRST}'/>",
        _text(_LEFT + 76, 20, "seen for the first time"),
        f"<rect x='{_LEFT + 230}' y='11' width='12' height='10' fill='{_AGAIN}'/>",
        _text(_LEFT + 246, 20, "the same again"),
    ]


def _text(x: float, y: float, words: str, more: str = "") -> str:
    return f"<text x='{x:.1f}' y='{y:.1f}' fill='{_INK}' {_FONT} {more}>{escape(words)}</text>"


def _opening(height: float) -> str:
    size = f"width='{_WIDTH}' height='{height:.0f}' viewBox='0 0 {_WIDTH} {height:.0f}'"
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' {size}>\n<rect width='100%' height='100%' fill='{_PAPER}'/>"
    )
