"""The leaves of the tree: what one word, one quoted text and one range ask for.

Each answer is None where there is nothing to search, and a note says so. A date that is none raises
QueryError `bad_date`.
"""

import re

from app.analysis.terms import exact_terms
from app.search.query import dates, suffixes
from app.search.query.notes import Notes, excerpt
from app.search.query.spelling import (
    field_like,
    has_words,
    hold,
    is_url,
    release,
    unquote,
    unsearched_in_quotes,
    unsearched_signs,
    without_held_wildcards,
)
from app.search.query.suffixes import Suffix
from app.search.query.tokens import Token
from app.search.query.tree import WHOLE_FIELDS, All, Fuzzy, Near, Node, Phrase, Prefix, Span, Term, Wildcard

_EVERYTHING = re.compile(r"\*+(?::\*+)?")
_PREFIX = re.compile(r"([^*?]+)\*+")
_WILD = re.compile(r"[*?]+")
_STARS = re.compile(r"\*+")


def word(token: Token, field: str | None, notes: Notes) -> Node | None:
    core, suffix = suffixes.split(hold(token.text), token.span)
    span = Span(token.span.start, suffix.boost_start)
    return suffixes.boost(_word(core, suffix, field, span, notes), suffix, token.span, notes)


def quoted(token: Token, behind: Token | None, field: str | None, notes: Notes) -> Node | None:
    """`behind` is the suffix token that follows the quotation, if one does."""
    text = unquote(token.text)
    suffix = suffixes.behind(token.span, behind, notes)
    if not token.closed:
        notes.add("unclosed_quote", "The quotation is never closed: it was read to the end.", token.span)
    elif not text:
        notes.add(
            "empty_quotes", "Nothing stands between the quotation marks: they were left out.", token.span
        )
    leaf = (
        _quotation(text, suffix, field, Span(token.span.start, suffix.boost_start), notes) if text else None
    )
    return suffixes.boost(leaf, suffix, Span(token.span.start, suffix.span.end), notes)


def dated(token: Token, behind: Token | None, field: str | None, notes: Notes) -> Node | None:
    """What a range asks for; of another field than the date, the words in it as if quoted."""
    suffix = suffixes.behind(token.span, behind, notes)
    span = Span(token.span.start, suffix.boost_start)
    leaf: Node | None
    if field == "date":
        suffixes.without_distance(suffix, notes)
        _note_brackets(token, notes)
        leaf = dates.between(token.bounds, span, notes)
    else:
        words = unquote(token.text.strip("[]{}"))
        message = (
            f'Only date: takes a range, as in date:[2021-04 TO 2021-05]: it was read as "{excerpt(words)}".'
        )
        notes.add("no_range", message, token.span)
        leaf = _quotation(words, suffix, field, span, notes)
    return suffixes.boost(leaf, suffix, Span(token.span.start, suffix.span.end), notes)


def _word(core: str, suffix: Suffix, field: str | None, span: Span, notes: Notes) -> Node | None:
    whole = release(core + suffix.distance)
    if field == "date":
        return dates.on(whole, span)
    if _EVERYTHING.fullmatch(core):
        suffixes.without_distance(suffix, notes)
        return _everything(field, span, notes)
    if not has_words(core):
        _note_wordless(whole, span, notes)
        return None
    if field in WHOLE_FIELDS:
        if suffix.distance or "*" in core or "?" in core:
            notes.add("whole_value", f"{field}: takes whole values: *, ? and ~ are letters in it.", span)
        return Term(whole, field, span=span)
    return Term(whole, field, span=span) if is_url(core) else _free_word(core, suffix, field, span, notes)


def _free_word(core: str, suffix: Suffix, field: str | None, span: Span, notes: Notes) -> Node:
    if "*" in core or "?" in core:
        suffixes.without_distance(suffix, notes)
        _note_signs(core, release(_WILD.sub("", core)), field, span, notes)
        return _pattern(core, field, span)
    text = release(core)
    _note_signs(core, text, field, span, notes)
    if suffix.distance:
        return Fuzzy(text, suffixes.edits(suffix, notes), field, span=span)
    return Term(text, field, span=span)


def _note_signs(core: str, letters: str, field: str | None, span: Span, notes: Notes) -> None:
    """`letters` is the word without its wildcards."""
    if field == "url" or field_like(core) or not unsearched_signs(letters):
        return
    found = " ".join(exact_terms(letters))
    without = "" if letters == release(core) else " and its wildcards"
    message = f"Signs are not searched: {excerpt(release(core))} was read as {excerpt(found)}{without}."
    notes.add("signs_ignored", message, span)


def _quotation(text: str, suffix: Suffix, field: str | None, span: Span, notes: Notes) -> Node | None:
    if field == "date" or field in WHOLE_FIELDS:
        suffixes.without_distance(suffix, notes)
    if field == "date":
        return dates.on(text, span)
    if not has_words(text):
        _note_wordless(text, span, notes)
        return None
    if field in WHOLE_FIELDS:
        return Term(text, field, span=span)
    if field != "url" and unsearched_in_quotes(text):
        found = " ".join(exact_terms(text))
        message = f'Signs are not searched: "{excerpt(text)}" was read as "{excerpt(found)}".'
        notes.add("signs_ignored", message, span)
    distance = suffixes.words_between(suffix, notes) if suffix.distance else None
    return Phrase(text, field, span=span) if distance is None else Near(text, distance, field, span=span)


def _pattern(core: str, field: str | None, span: Span) -> Node:
    if prefix := _PREFIX.fullmatch(core):
        return Prefix(release(prefix[1]), field, span=span)
    bare = without_held_wildcards(core)
    if bare != core:
        return _pattern(bare, field, span)
    return Wildcard(_STARS.sub("*", release(core)), field, span=span)


def _everything(field: str | None, span: Span, notes: Notes) -> Node:
    if field:
        notes.add("any_value", f"{field}:* finds every article, those without any {field} too.", span)
    return All(span=span)


def _note_wordless(text: str, span: Span, notes: Notes) -> None:
    message = f"{excerpt(text)} holds no letter and no number to search for: it was left out."
    notes.add("no_words", message, span)


def _note_brackets(token: Token, notes: Notes) -> None:
    if not token.closed:
        notes.add("unclosed_range", "The range is never closed: it was read to the end.", token.span)
    if "{" in token.text or "}" in token.text:
        notes.add(
            "inclusive_range", "Ranges include both of their ends: { and } were read as [ and ].", token.span
        )
