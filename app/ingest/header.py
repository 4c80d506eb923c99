"""The head of a scraped text: what stands above the title, the title, and what stands below it."""

from dataclasses import replace
from functools import cached_property

import regex

from app.ingest import furniture
from app.ingest.agencies import agency_line
from app.ingest.datelines import date_line, dates_apart, is_hijri
from app.ingest.dates import find_date
from app.ingest.masthead import LONGEST_HEADLINE, Masthead, leading_date
from app.ingest.months import WEEKDAYS
from app.ingest.names import LONGEST_NAME, byline, split_names
from app.ingest.prose import breadth, cut, first_sentence, is_sentence, reads_as, squash, tidy
from app.ingest.reading import Block, Claim, Draft

LONGEST_TITLE = 120
"""Code points of a title that is made from the first sentence."""

HEADER_LINES = 12
"""Lines in which a header must end: the longest of the seeds and of corpus/ has six."""

_LONGEST_DECK = 160
_LONGEST_SIGNED_DECK = 300
_LEAST_DECK_WORDS = 5
_GIVEN_ORIGINS = ("json:", "front_matter:")
_BEFORE_DATE = regex.compile(
    r"[\s|,•·–—\-]*(?:\b(?:published|posted|publiziert|veröffentlicht|erschienen|publié|paru|publicado|pubblicato)\b)?"
    rf"\s*(?:\b(?:on|am|le|el|em|il|at)\b)?\s*(?:\b(?:{'|'.join(WEEKDAYS)})\b)?[\s|,•·–—:\-]*$",
    regex.IGNORECASE,
)


def read_header(draft: Draft) -> Draft:
    """The draft less the lines of its header; what they say are claims, headline and deck."""
    return _Header(_with_dates_apart(_with_leading_date_apart(draft))).read()


def _with_leading_date_apart(draft: Draft) -> Draft:
    """` date 2021-04-07 A caption. Photo: FO` as two blocks, so that what follows the date can be judged."""
    first = draft.blocks[0] if draft.blocks else None
    length = leading_date(draft.text[first.start : first.end]) if first else 0
    if not first or not length:
        return draft
    mark = draft.text[first.start : first.start + length].rstrip()
    date_block = replace(first, end=first.start + len(mark), text=mark)
    rest = replace(first, start=first.start + length, text=first.text[len(mark) :].lstrip())
    return replace(draft, blocks=(date_block, *([rest] if rest.text else []), *draft.blocks[1:]))


def _with_dates_apart(draft: Draft) -> Draft:
    """`Published: 3 May 2021 | Updated: 4 May 2021` as two blocks, so that each tells what it says."""
    blocks: list[Block] = []
    for index, block in enumerate(draft.blocks):
        source = draft.text[block.start : block.end]
        parts = dates_apart(source) if block.outside or index < HEADER_LINES else []
        blocks += [
            replace(
                block,
                start=block.start + start,
                end=block.start + end,
                text=tidy(source[start:end]),
            )
            for start, end in parts
        ] or [block]
    return replace(draft, blocks=tuple(blocks))


class _Header:
    """One walk over the first lines: it collects reasons and claims, and applies them at its end."""

    def __init__(self, draft: Draft) -> None:
        first_inside = next((index for index, block in enumerate(draft.blocks) if not block.outside), 0)
        given = _given_title(draft)
        self._draft = draft
        self._lines = draft.blocks[: max(HEADER_LINES, first_inside + 4)]
        self._title = str(given.value) if given else None
        self._squashed_title = squash(self._title or "")
        self._title_is_apart = given is not None and given.origin.startswith(_GIVEN_ORIGINS)
        self._masthead = Masthead(draft, self._lines, self._title)
        self._reasons: dict[int, str] = {}
        self._claims: list[tuple[str, Claim]] = []
        self._headline: int | None = None
        self._deck: int | None = None

    @cached_property
    def _authors(self) -> frozenset[str]:
        given = (split_names(claim.value) for claim in self._draft.claimed("authors"))
        return frozenset(squash(name) for names in given for name in names)

    def read(self) -> Draft:
        place = self._title_place()
        for index in range(place or 0):
            reason = self._masthead.reason(index)
            if reason:
                self._reasons[index] = reason
                self._claims += self._masthead.claims(index)
            elif index == (place or 0) - 1 and self._lines[index].outside:
                self._is_signed(self._lines[index].text)
        if place is not None:
            self._take_title(place)
        if self._title:
            self._below(0 if place is None else place + 1)
        return self._applied()

    def _title_place(self) -> int | None:
        if self._title is None:
            return next((i for i in range(len(self._lines)) if not self._masthead.reason(i)), None)
        printed = [index for index, line in enumerate(self._lines) if self._prints_title(line.text)]
        outside = [index for index in printed if self._lines[index].outside]
        return outside[-1] if outside else next(iter(printed), None)

    def _prints_title(self, text: str) -> bool:
        return self._title is not None and reads_as(text, self._squashed_title)

    def _take_title(self, index: int) -> None:
        line = self._lines[index]
        if self._title_is_apart:
            self._reasons[index] = "repeated_title"
        elif self._title or _is_headline(line.text):
            self._headline = index
            self._set_title(line.text, "first_line")
        elif len(line.text) <= LONGEST_TITLE:
            self._claim("title", line.text, "first_line")
        else:
            self._claim("title", cut(first_sentence(line.text), LONGEST_TITLE), "first_sentence")

    def _set_title(self, text: str, origin: str) -> None:
        if not self._title:
            self._title, self._squashed_title = text, squash(text)
            self._claim("title", text, origin)

    def _below(self, start: int) -> None:
        agency_above = False
        for index in range(start, len(self._lines)):
            reason = self._reason_below(index)
            if reason:
                self._reasons[index] = reason
            elif self._is_deck(index, agency_above=agency_above):
                self._deck = index
            elif not self._lines[index].outside:
                return
            agency_above = reason == "agency_line"

    def _reason_below(self, index: int) -> str | None:
        line = self._lines[index]
        if self._prints_title(line.text):
            return "repeated_title"
        if self._masthead.names_site(line.text):
            return "masthead"
        sections = furniture.breadcrumb(line.text, [self._title or ""])
        if sections is not None:
            self._claims += [("trail", Claim(section, "breadcrumb")) for section in sections]
            return "breadcrumb"
        return self._reason_to_sign(line.text, index)

    def _reason_to_sign(self, text: str, index: int) -> str | None:
        if agency := agency_line(text):
            self._claim("agency", agency, "agency_line")
            return "agency_line"
        if is_hijri(text):
            return "hijri_date"
        if self._is_signed(text):
            return "byline"
        if self._is_dated(index):
            return "date_line"
        if furniture.is_share_bar(text):
            return "share_bar"
        return "caption" if furniture.is_caption(text) else None

    def _is_dated(self, index: int) -> bool:
        text = self._lines[index].text
        dated = date_line(text)
        if dated is None:
            return False
        if dated.after_place:
            self._claim("published", text, "dateline")
        elif self._headline is None and not dated.labelled and self._masthead.shows_a_visit(index):
            self._claim("crawled", text, "masthead")
        else:
            self._claim(dated.field, text, "text_line")
        return True

    def _is_signed(self, text: str) -> bool:
        """Whether the line is a byline, with or without a date after the names."""
        printed = find_date(text) if len(text) <= _LONGEST_SIGNED_DECK else None
        dated = text[printed.start :] if printed and printed.start else None
        names = _BEFORE_DATE.sub("", text[: printed.start]) if printed and dated else text
        signed = byline(names) or (names if self._is_author(names) else None)
        if not signed:
            return False
        self._claim("authors", signed, "byline")
        if dated and date_line(dated):
            self._claim("published", dated, "text_line")
        return True

    def _is_deck(self, index: int, *, agency_above: bool) -> bool:
        """Whether the line is a deck: the given one, or one between title and byline, date or body."""
        if self._deck is not None or index + 1 >= len(self._lines):
            return False
        line, after = self._lines[index], self._lines[index + 1]
        if self._is_subtitle(line) and (line.outside or after.outside):
            return True
        ends = index + 2 >= len(self._lines)
        if not ends and breadth(line.text) <= _LONGEST_SIGNED_DECK and self._opens_byline(after.text):
            return not line.outside or len(line.text.split()) > _LEAST_DECK_WORDS
        if not agency_above or breadth(line.text) > min(_LONGEST_DECK, breadth(after.text)):
            return False
        return is_sentence(line.text) and first_sentence(line.text) == line.text

    def _is_subtitle(self, line: Block) -> bool:
        return any(reads_as(line.text, squash(str(claim.value))) for claim in self._draft.claimed("subtitle"))

    def _opens_byline(self, text: str) -> bool:
        return bool(byline(text) or date_line(text) or agency_line(text) or self._is_author(text))

    def _is_author(self, text: str) -> bool:
        return len(text) <= LONGEST_NAME and squash(text) in self._authors

    def _claim(self, name: str, value: str, origin: str) -> None:
        self._claims.append((name, Claim(value, origin)))

    def _applied(self) -> Draft:
        roles = {index for index in (self._headline, self._deck) if index is not None}
        outside = {
            index: "outside_article" for index, block in enumerate(self._draft.blocks) if block.outside
        }
        if self._deck is not None:
            self._claim("subtitle", self._lines[self._deck].text, "deck")
        headline = self._lines[self._headline] if self._headline is not None else None
        deck = self._lines[self._deck] if self._deck is not None else None
        draft = replace(self._draft, headline=headline, deck=deck) if roles else self._draft
        return draft.with_claims(self._claims).without({**outside, **self._reasons}, promoted=roles)


def _given_title(draft: Draft) -> Claim | None:
    return next(
        (claim for claim in draft.claimed("title") if isinstance(claim.value, str) and claim.value.strip()),
        None,
    )


def _is_headline(text: str) -> bool:
    ends_as_sentence = is_sentence(text) and text.rstrip("\"'”’»)")[-1:] in ".।。"
    return breadth(text) <= LONGEST_HEADLINE and not ends_as_sentence
