"""What passes through the reading of files: sources, drafts between the stages, readings, refusals."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Literal, Self

from app.articles.values import Article, ParagraphKind, Removed

Kind = Literal["text", "markdown", "html", "json"]
LINE_SUFFIXES = (".jsonl", ".ndjson")


def place(path: str, position: int | None) -> str:
    """Where a source was read, for a sentence: `a.txt`, `a.jsonl, line 3`, `a.json, element 0`."""
    if position is None:
        return path
    lines = path.lower().removesuffix(".gz").endswith(LINE_SUFFIXES)
    return f"{path}, {'line' if lines else 'element'} {position}"


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One article as its source holds it.

    `text` is the exact decoded source of this article alone: the whole file, or the line or element of a file
    of many. `position` is the line of a JSON Lines file (from 1) or the index in an array (from 0), else
    None. `fields` is the parsed JSON object or front matter. `encoding` says how the bytes were decoded.
    """

    path: str
    position: int | None
    kind: Kind
    text: str
    fields: Mapping[str, object]
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A refusal: `reason` is a short code that the report counts, `detail` a sentence on what to do."""

    path: str
    position: int | None
    stage: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A value for one field as it stands in the source, not yet judged, and where it was read.

    `evidence` is the text that it was read from, where that is not the value itself.
    """

    value: object
    origin: str
    evidence: str = ""


Claims = Mapping[str, tuple[Claim, ...]]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the read text: the code points that it covers there, and its tidied words.

    `outside` marks what the page shows around the article: it may tell a date or a name, and never becomes
    body.
    """

    start: int
    end: int
    text: str
    kind: ParagraphKind = "text"
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """An article on its way through the stages.

    `text` is the read text, `blocks` what may still be body, `headline` and `deck` the blocks that became
    title and subtitle. `claims` holds for each field what the source says of it, the most trusted first.
    """

    text: str
    blocks: tuple[Block, ...]
    claims: Claims
    headline: Block | None = None
    deck: Block | None = None
    removed: tuple[Removed, ...] = ()

    def claimed(self, name: str) -> tuple[Claim, ...]:
        return self.claims.get(name, ())

    def with_claims(self, more: Iterable[tuple[str, Claim]]) -> Self:
        """The draft with further claims, each trusted less than those already there."""
        added = tuple(more)
        if not added:
            return self
        by_name: dict[str, list[Claim]] = {}
        for name, claim in added:
            by_name.setdefault(name, []).append(claim)
        grown = {name: (*self.claims.get(name, ()), *claims) for name, claims in by_name.items()}
        return replace(self, claims={**self.claims, **grown})

    def without(self, reasons: Mapping[int, str], *, promoted: AbstractSet[int] = frozenset()) -> Self:
        """The draft less the blocks at these indexes, each entered in the receipt with its reason.

        The `promoted` leave the body for a field of their own, so they are not in the receipt.
        """
        if not reasons and not promoted:
            return self
        taken = {index: reason for index, reason in reasons.items() if index not in promoted}
        gone = taken.keys() | promoted
        kept = tuple(block for index, block in enumerate(self.blocks) if index not in gone)
        receipt = tuple(self.receipt(self.blocks[index], reason) for index, reason in taken.items())
        return replace(self, blocks=kept, removed=self.removed + receipt)

    def receipt(self, block: Block, reason: str) -> Removed:
        return Removed(
            start=block.start, end=block.end, text=self.text[block.start : block.end], reason=reason
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a source: the article, the text it was read from, and what cleaning took out of that."""

    article: Article
    text: str
    removed: tuple[Removed, ...]
