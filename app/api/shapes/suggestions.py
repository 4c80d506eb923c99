"""Suggestions on the wire."""

from collections.abc import Iterable

from pydantic import BaseModel

from app.api.shapes.search import CorpusRevision, SnippetPart
from app.search.suggestions import Suggestion, SuggestionKind


class SuggestionShape(BaseModel):
    kind: SuggestionKind
    value: str
    label: str
    count: int | None
    parts: list[SnippetPart]


class SuggestShape(BaseModel):
    q: str
    suggestions: list[SuggestionShape]
    corpus: CorpusRevision


def suggest_shape(q: str, found: Iterable[Suggestion], revision: int) -> SuggestShape:
    return SuggestShape(
        q=q,
        suggestions=[
            SuggestionShape(
                kind=one.kind,
                value=one.value,
                label=one.label,
                count=one.count,
                parts=[SnippetPart(text=part.text, match=part.match) for part in one.parts],
            )
            for one in found
        ],
        corpus=CorpusRevision(revision=revision),
    )
