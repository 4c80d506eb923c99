"""Articles for tests of the store, as short as can be."""

from dataclasses import replace

from app.analysis.terms import ANALYSIS_VERSION, analyse
from app.articles.incoming import Incoming, Packed, packed
from app.articles.names import slug
from app.articles.signatures import signature
from app.articles.values import Article, Named, Paragraph, Published, Topic


def article(
    title: str = "A title",
    body: str = "A body.",
    *,
    url: str | None = None,
    source: str | None = None,
    date: str | None = None,
    given_id: str | None = None,
    language: str | None = "en",
    authors: tuple[str, ...] = (),
    topics: tuple[str, ...] = (),
) -> Article:
    published = None
    if date is not None:
        precision = {4: "year", 7: "month", 10: "day"}[len(date)]
        published = Published.model_validate(
            {"date": date, "precision": precision, "method": "json:date", "evidence": date}
        )
    return Article(
        title=title,
        summary=body.partition("\n")[0],
        url=url,
        given_id=given_id,
        language=language,
        source=Named(id=slug(source), label=source) if source else None,
        authors=tuple(Named(id=slug(name), label=name) for name in authors),
        topics=tuple(Topic(id=topic, label=topic, method="given") for topic in topics),
        published=published,
        paragraphs=tuple(Paragraph(text=text) for text in body.split("\n\n")),
    )


def incoming(key: str, one: Article, *, sequence: int = 0, position: int | None = None) -> Packed:
    title, lead, body = (analyse(text, one.language) for text in (one.title, one.summary or "", one.body))
    kept = Incoming(
        key=key,
        position=position,
        kind="json",
        encoding="utf-8",
        raw=one.model_dump_json(),
        text=one.body,
        removed=(),
        article=one,
        word_count=len(body.starts),
        terms_version=ANALYSIS_VERSION,
        title_terms=title.pack(),
        lead_terms=lead.pack(),
        body_terms=body.pack(),
        signature=signature(body.exact),
    )
    return replace(packed(kept), sequence=sequence)
