"""What stands above the title of a scraped text: an outlet, the day of the visit, a trail, a caption."""

from collections.abc import Sequence
from functools import cached_property

import regex

from app.ingest import furniture
from app.ingest.agencies import agency_line
from app.ingest.datelines import date_line, is_hijri
from app.ingest.dates import find_date
from app.ingest.names import byline
from app.ingest.prose import breadth, is_sentence, squash
from app.ingest.reading import Block, Claim, Draft

LONGEST_HEADLINE = 200
"""Letters: of the 10,000 headlines of news-10k three are longer, and a first paragraph is seldom shorter."""

_LONGEST_NAME = 60
_MOST_NAME_WORDS = 6
_LOOKED_AHEAD = 4
_LEADING_DATE = regex.compile(r"\s*date[:\s]\s*(?P<date>\d{4}-\d{2}-\d{2})\b\s*", regex.IGNORECASE)
_OUTLET = regex.compile(
    r"\b(?:times|post|herald|tribune|gazette|courier|ledger|journal|chronicle|observer|telegraph|news|daily|weekly|press|"
    r"mirror|globe|examiner|inquirer|independent|bulletin|dispatch|sentinel|argus|mail|tv|radio|magazine|\w*zeitung|"
    r"anzeiger|nachrichten|rundschau|tageblatt|kurier|quotidien|nouvelles|dépêche|correo|diario|periódico|noticias|"
    r"heraldo|prensa|jornal|giornale|corriere|вестник|газета|новости|известия)\b"
    r"|جريدة|صحيفة|[日晨晚早]报|新聞$|新闻网$",
    regex.IGNORECASE,
)

_ISSUE = regex.compile(
    r"(?:(?:vol(?:ume)?|issue|no|nr|jahrgang|jg|ausgabe|année|año|n[º°])\b\.?\s*(?:[ivxlcdm]{1,12}|\d{1,6})\b[\s,.;|–—-]*){2,3}",
    regex.IGNORECASE,
)


class Masthead:
    """Judges the first lines of a draft for what may stand above its title, the given one where one is."""

    def __init__(self, draft: Draft, lines: Sequence[Block], title: str | None) -> None:
        self._lines = lines
        self._title = title
        self._names = {squash(str(claim.value)) for claim in draft.claimed("source")}
        self._owners = " ".join(squash(cut.text) for cut in draft.removed if cut.reason == "copyright")

    @cached_property
    def _hijri(self) -> bool:
        return any(is_hijri(line.text) for line in self._lines)

    def reason(self, index: int) -> str | None:
        """Why the line stands above a title and is none itself; None for a line that may be the title."""
        text = self._lines[index].text
        if is_leading_date(text) or date_line(text):
            return "date_line"
        if furniture.breadcrumb(text, self._titles(index)) is not None:
            return "breadcrumb"
        if is_hijri(text):
            return "hijri_date"
        if furniture.is_caption(text):
            return "caption"
        if furniture.is_share_bar(text) or furniture.is_previous_next(text):
            return "share_bar"
        return "masthead" if is_issue(text) or self._is_name(index) else None

    def claims(self, index: int) -> list[tuple[str, Claim]]:
        """What the line tells.

        A masthead's day is the day of the visit; a labelled day is the article's; any other could be either.
        """
        text = self._lines[index].text
        reason = self.reason(index)
        if reason == "masthead":
            return [] if is_issue(text) else [("source", Claim(text, "masthead"))]
        if reason == "breadcrumb":
            sections = furniture.breadcrumb(text, self._titles(index)) or ()
            return [("trail", Claim(section, "breadcrumb")) for section in sections]
        dated = date_line(text)
        if is_leading_date(text):
            return [("published", Claim(text, "text_line"))]
        if dated and dated.labelled:
            return [(dated.field, Claim(text, "text_line"))]
        if dated is None or (self._lines[index].outside and not dated.weekday):
            return []
        return [("crawled", Claim(text, "masthead"))] if self.shows_a_visit(index) else []

    def shows_a_visit(self, index: int) -> bool:
        """Whether an unlabelled date here is the site's own: its name or a Hijri date stands with it."""
        return self._hijri or any(self._is_name(above) for above in range(index))

    def names_site(self, text: str) -> bool:
        """Whether the line is the name of the given source, or of the owner that the copyright line names."""
        name = squash(text) if len(text) <= _LONGEST_NAME else ""
        return bool(name) and (name in self._names or name in self._owners)

    def _titles(self, index: int) -> list[str]:
        following = [line.text for line in self._lines[index + 1 : index + _LOOKED_AHEAD]]
        return [*following, self._title] if self._title else following

    def _is_name(self, index: int) -> bool:
        text = self._lines[index].text
        if breadth(text) > _LONGEST_NAME or len(text.split()) > _MOST_NAME_WORDS or is_sentence(text):
            return False
        if self.names_site(text):
            return True
        after = self._after_dates(index + 1)
        if not self._may_be_headline(after):
            return False
        outlet = bool(_OUTLET.search(text))
        if after > index + 1:
            return outlet or any(self._is_visit(line.text) for line in self._lines[index + 1 : after])
        return outlet and breadth(self._lines[after].text) > breadth(text)

    def _after_dates(self, index: int) -> int:
        while index < len(self._lines) and self._is_site_date(self._lines[index].text):
            index += 1
        return index

    def _is_site_date(self, text: str) -> bool:
        dated = date_line(text)
        return is_hijri(text) or is_issue(text) or (dated is not None and not dated.after_place)

    def _is_visit(self, text: str) -> bool:
        dated = date_line(text)
        return is_hijri(text) or (dated is not None and dated.weekday)

    def _may_be_headline(self, index: int) -> bool:
        if index + 1 >= len(self._lines):
            return False
        text = self._lines[index].text
        signed = byline(text) or agency_line(text)
        return not signed and breadth(text) <= LONGEST_HEADLINE and not is_sentence(text)


def is_issue(text: str) -> bool:
    """Whether the line numbers an issue of a paper: `Vol. XII, No. 4`."""
    return len(text) <= _LONGEST_NAME and bool(_ISSUE.fullmatch(text))


def is_leading_date(text: str) -> bool:
    """Whether the text is the mark that some scrapers write before an article: `date 2021-04-07`."""
    return bool(_LEADING_DATE.fullmatch(text))


def leading_date(text: str) -> int:
    """Where the text goes on after such a mark; 0 where it has none."""
    marked = _LEADING_DATE.match(text)
    return marked.end() if marked and find_date(marked["date"]) else 0
