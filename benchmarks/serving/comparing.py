"""Whether the servers answer the same: totals, pages and snippets of each beside Microfiche's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from benchmarks.serving.questions import Question
from benchmarks.serving.servers.server import PAGE, Answer

Answers = Mapping[Question, Answer]

# Analyzers differ by some words in a hundred; who finds less than this share of Microfiche's hits answers less.
_LEAST_SHARE = 0.9
_NEAR = 0.1


@dataclass(frozen=True, slots=True)
class Agreement:
    """Shares from 0 to 1, None where there is nothing to take them of; `compared` counts questions that both answered.

    `same` and `near` are questions with the same total and with one within a tenth; `hits` is the sum of all totals
    beside Microfiche's; `page` the hits shown that Microfiche shows too; `short` counts pages with fewer hits than the
    total promises; `snippets` is hits that come with a snippet; `facets` the counted values beside Microfiche's;
    `articles` those asked for by id that were the ones given.
    """

    compared: int
    same: float | None
    near: float | None
    hits: float | None
    page: float | None
    short: int
    snippets: float | None
    facets: float | None
    articles: float | None

    @property
    def objections(self) -> list[str]:
        """In what it answers less than was asked."""
        return [
            objection
            for objection, holds in (
                ("finds less", self.hits is not None and self.hits < _LEAST_SHARE),
                (f"{self.short} short pages", bool(self.short)),
                ("hits without snippets", self.snippets is not None and self.snippets < _LEAST_SHARE),
                ("fewer facet values", self.facets is not None and self.facets < _LEAST_SHARE),
                ("wrong articles", self.articles is not None and self.articles < 1),
            )
            if holds
        ]


def compare(answers: Answers, reference: Answers) -> Agreement:
    both = [question for question in answers if question in reference]
    searches = [(answers[one], reference[one]) for one in both if one.kind != "article"]
    faceted = [(answers[one], reference[one]) for one in both if one.kind == "faceted"]
    shown = sum(len(theirs.ids) for theirs, _ in searches)
    return Agreement(
        compared=len(both),
        same=_share(theirs.total == ours.total for theirs, ours in searches),
        near=_share(abs(theirs.total - ours.total) <= _NEAR * ours.total for theirs, ours in searches),
        hits=_ratio(sum(theirs.total for theirs, _ in searches), sum(ours.total for _, ours in searches)),
        page=_ratio(sum(len({*theirs.ids} & {*ours.ids}) for theirs, ours in searches), shown),
        short=sum(len(theirs.ids) < min(PAGE, theirs.total) for theirs, _ in searches),
        snippets=_ratio(sum(theirs.snippets for theirs, _ in searches), shown),
        facets=_ratio(sum(theirs.facets for theirs, _ in faceted), sum(ours.facets for _, ours in faceted)),
        articles=_share(answers[one].ids == reference[one].ids for one in both if one.kind == "article"),
    )


def _share(holds: Iterable[bool]) -> float | None:
    held = list(holds)
    return _ratio(sum(held), len(held))


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None
