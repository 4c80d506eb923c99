"""Runs of one piece, for each kind of pattern that the reading has: what backtracks, backtracks on these."""

from collections.abc import Callable

from tests.ingest.making import PARAGRAPH, SECOND, page

TRAPS = {
    "spaces": "  ",
    "dashes": "-–—",
    "brackets": "(",
    "closed brackets": "() ",
    "single letters": "a ",
    "capital letters": "A. ",
    "capital words": "Aa ",
    "digits": "7",
    "years": "2021 ",
    "colons": ": ",
    "dates": "7 April 2021 ",
    "short dates": "04/07/2021 ",
    "months": "May ",
    "weekdays": "Monday, ",
    "Hijri days": "4 Shaban 1446 ",
    "times": "12:30 ",
    "By": "By ",
    "names": "Juan y ",
    "names with and": "Ada and ",
    "mail addresses": "a@b.c ",
    "commas": ", ",
    "strokes": " / ",
    "trail marks": " » ",
    "stops": ". ",
    "quotes": "“”\"' ",
    "credits": "(Photo by ",
    "agencies": "(AFP) — ",
    "copyright": "© 2025 ",
    "sharing": "Share on Facebook ",
    "labels": "Read also: ",
    "newsletters": "Sign up for ",
    "cookies": "We use cookies ",
    "comments": "12 comments ",
    "tags": "Tags: a, ",
    "issues": "Vol. X, No. ",
    "printed in": "Published in The ",
    "updates": "Updated: ",
    "ampersands": "&amp",
    "Han": "新华社电",
    "marks above letters": "a\u0301\u0302",
}
_LENGTHS = (30, 59, 60, 90, 119, 140, 160, 200, 250, 299, 320, 400)
"""Letters: below and at the lengths up to which the patterns look at a line."""

_TIMES = 5
_LONG = 20_000


def trapped(unit: str, path: str) -> Callable[[], str]:
    """An article whose lines, above its text, in it and below, are runs of the unit."""

    def make() -> str:
        runs = [(unit * length)[:length].replace("<", "") for length in _LENGTHS]
        lines = [*runs, PARAGRAPH, *runs * _TIMES, (unit * _LONG)[:_LONG], SECOND, *runs]
        if path.endswith(".html"):
            return page("Harbour closed", PARAGRAPH, *lines, SECOND)
        return "\n\n".join(lines)

    return make
