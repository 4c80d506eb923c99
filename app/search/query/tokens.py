"""The tokens of a query text, as Whoosh's tagger finds them: the only module that knows Whoosh's parser.

Only the tagging is used: Whoosh's own tree loses the places of what it read, and breaks on deep nesting.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, cast

from whoosh.qparser import syntax
from whoosh.qparser.default import QueryParser
from whoosh.qparser.plugins import FieldsPlugin, GroupPlugin, RangePlugin, TaggingPlugin, WhitespacePlugin

from app.search.query.spelling import QUOTES, SPECIAL
from app.search.query.tree import QUERY_FIELDS, Span

Kind = Literal["word", "quoted", "range", "field", "minus", "and", "or", "not", "open", "close", "suffix"]

# A word ends at white space, a quotation mark or a round bracket, unless a backslash escapes it.
_ENDS = rf"\s(){QUOTES}"
_AT_END = rf"(?= [{_ENDS}] | \Z )"

# Right behind `-` or `title:` stands a word, never an operator, and behind `title:` never a second field.
_PIECE = rf"""
    (?<![-:]) (?: (?P<and> AND ) | (?P<or> OR ) | (?P<not> NOT ) ) {_AT_END}
  | (?P<minus> -+ ) (?= [^-\s)] )
  | (?P<quoted>
        (?: "              [^"\\]*        (?: \\. [^"\\]*        )*
        |   [{QUOTES[1:]}] [^{QUOTES}\\]* (?: \\. [^{QUOTES}\\]* )* )
        \\? (?P<close> [{QUOTES}] | \Z )
    )
  | (?<= [])}}{QUOTES}] ) (?P<suffix> [~^] [~^.0-9]* ) {_AT_END}
  | (?P<word> (?: [^\\{_ENDS}]+ | \\[{re.escape(SPECIAL)}]? )+ )
"""
_FIELD = rf"(?<!:)(?P<text>{'|'.join(QUERY_FIELDS)}):"
_BOUND = rf"[^\[\]{{}}{_ENDS}]+"
_RANGE = rf"""
    (?P<open> [\[{{] ) \s*
    (?: (?P<start> {_BOUND} ) \s+ )? TO (?: \s+ (?P<end> {_BOUND} ) )? \s*
    (?P<close> [\]}}] | \Z )
"""


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of the query text, white space left out.

    `text` is as typed, escapes included, but without the marks of a `quoted` and the colon of a `field`. A
    `minus` is a whole run of them. A `suffix` is the `~5^2` right behind a quotation mark or a bracket; a
    word's is in its text. `closed` is False where the end of the text stands for a missing mark. `bounds` are
    the sides of a `range`, None where nothing is written.
    """

    kind: Kind
    text: str
    span: Span
    closed: bool = True
    bounds: tuple[str | None, str | None] = (None, None)


class _Piece(syntax.SyntaxNode):
    def __init__(self, kind: Kind, text: str, *, closed: bool = True) -> None:
        self.kind = kind
        self.text = text
        self.closed = closed


class _Pieces(TaggingPlugin):
    """Words, for which Whoosh has no tagger, and what its plugins read otherwise than our language.

    Whoosh takes for a word what no tagger finds; but it tries every tagger at every letter, at 80 ms for a
    word of 2,000. Its phrases know no escapes and no end of the text, its operators stand between blanks
    only, its minus negates inside a word, its boosts and fuzzy suffixes tear words apart.
    """

    expr = re.compile(_PIECE, re.VERBOSE | re.DOTALL)
    # Words come last: whatever is left is one.
    priority = 2

    def create(self, _parser: QueryParser, match: re.Match[str]) -> _Piece:
        kind = cast("Kind", match.lastgroup)
        if kind != "quoted":
            return _Piece(kind, match[0])
        closed = match["close"] != ""
        return _Piece(kind, match[0][1:-1] if closed else match[0][1:], closed=closed)


class _Fields(FieldsPlugin):
    def __init__(self) -> None:
        self.expr = re.compile(_FIELD)


class _Ranges(RangePlugin):
    expr = re.compile(_RANGE, re.VERBOSE | re.IGNORECASE)


class _WhiteSpace(WhitespacePlugin):
    # Before all else: in most queries it is every second token.
    priority = -1

    def create(self, _parser: QueryParser, _match: re.Match[str]) -> syntax.Whitespace:
        return syntax.Whitespace()


# Whoosh takes taggers for plugins too, but its annotation leaves them out.
_PLUGINS: list[Any] = [_WhiteSpace, GroupPlugin, _Fields, _Ranges, _Pieces]
_PARSER = QueryParser(None, None, plugins=_PLUGINS)


def tokens(text: str) -> Iterator[Token]:
    """The tokens of `text` in their order; together with white space they cover all of it."""
    for node in _PARSER.tag(text).nodes:
        if not node.is_ws():
            yield _token(node, text, Span(node.startchar, node.endchar))


def _token(node: syntax.SyntaxNode, text: str, span: Span) -> Token:
    match node:
        case _Piece():
            return Token(node.kind, node.text, span, node.closed)
        case GroupPlugin.OpenBracket():
            return Token("open", "(", span)
        case GroupPlugin.CloseBracket():
            return Token("close", ")", span)
        case syntax.FieldnameNode():
            return Token("field", node.fieldname, span)
        case syntax.RangeNode():
            typed = text[span.start : span.end]
            return Token("range", typed, span, typed[-1] in "]}", (node.start, node.end))
    # The taggers cover every character, so Whoosh has nothing left to make a word of.
    raise AssertionError(node)
