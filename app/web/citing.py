"""An article cited: in plain words, in BibTeX, in CSL-JSON. What is not known is left out of each."""

import json
from collections.abc import Iterator

from app.articles.values import StoredArticle
from app.web.wording import day

BIBTEX = "application/x-bibtex"
CSL_JSON = "application/vnd.citationstyles.csl+json"

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Braces are counted before TeX sees what stands before them, so that an escaped one is spelt out.
_IN_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "#$%&_"},
        **dict.fromkeys("\r\n\t", " "),
    }
)
# An address is read letter by letter.
_IN_ADDRESS = str.maketrans({"\\": "%5C", "{": "%7B", "}": "%7D", " ": "%20"})
# Words that BibTeX reads as its own in a list of names.
_BETWEEN_NAMES = frozenset({"and", "others"})


def plain_citation(article: StoredArticle, page: str) -> str:
    """One line to copy; `page` is the address of the article's page in this archive."""
    names = ", ".join(author.label for author in article.authors)
    when = day(article.published) if article.published else "undated"
    where = f"{article.source.label}, {when}" if article.source else when
    return f"{names + ': ' if names else ''}“{article.title}”, {where}. {article.url or page}"


def bibtex(article: StoredArticle, page: str) -> str:
    """An `@article` of its source, or `@misc` where none is known. Letters of every script stay as they are."""
    kind = "article" if article.source else "misc"
    fields = ",\n".join(f"  {name} = {value}" for name, value in _fields(article, page))
    return f"@{kind}{{microfiche-{article.id},\n{fields}\n}}\n"


def csl_json(article: StoredArticle, page: str) -> str:
    """A list of one, as reference programs read it. Names stay whole: which part is the family's is not known."""
    cited: dict[str, object] = {
        "id": f"microfiche-{article.id}",
        "type": "article-newspaper",
        "title": article.title,
    }
    if article.authors:
        cited["author"] = [{"literal": author.label} for author in article.authors]
    if article.source:
        cited["container-title"] = article.source.label
    if article.published:
        cited["issued"] = {"date-parts": [[int(part) for part in article.published.date.split("-")]]}
    if article.language:
        cited["language"] = article.language
    if article.agency:
        cited["note"] = f"Agency: {article.agency.label}"
    cited["URL"] = article.url or page
    return json.dumps([cited], ensure_ascii=False, indent=2)


def _fields(article: StoredArticle, page: str) -> Iterator[tuple[str, str]]:
    if article.authors:
        yield "author", f"{{{' and '.join(_name(author.label) for author in article.authors)}}}"
    # Two pairs of braces keep its capitals.
    yield "title", f"{{{{{_escaped(article.title)}}}}}"
    if article.source:
        yield "journal", f"{{{_escaped(article.source.label)}}}"
    if article.published:
        yield from _date(article.published.date)
    if article.agency:
        yield "note", f"{{Agency: {_escaped(article.agency.label)}}}"
    yield "url", f"{{{(article.url or page).translate(_IN_ADDRESS)}}}"


def _date(known: str) -> Iterator[tuple[str, str]]:
    """`year` and `month` for BibTeX, which knows no days, and `date` for BibLaTeX."""
    year, _, rest = known.partition("-")
    yield "year", f"{{{year}}}"
    if rest:
        yield "month", _MONTHS[int(rest[:2]) - 1]
    yield "date", f"{{{known}}}"


def _name(label: str) -> str:
    """In braces where BibTeX would take it apart in the wrong place."""
    taken_apart = "," in label or not _BETWEEN_NAMES.isdisjoint(label.lower().split())
    return f"{{{_escaped(label)}}}" if taken_apart else _escaped(label)


def _escaped(text: str) -> str:
    return text.translate(_IN_TEX)
