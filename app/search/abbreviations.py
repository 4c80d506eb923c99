"""Abbreviations of two letters: `UK` and `U.K.` find each other, but `U.S.` never the pronoun.

The analysis joins three and more letters between points (`F.B.I.`). Two it leaves apart, as a phrase: most of what they
would be joined is a word of some language.
"""

import re

from app.analysis.fold import fold
from app.search.query.tree import WORD_FIELDS, Term

# Two letters that are an article, a pronoun, a preposition, a conjunction or a common verb in one of the languages that
# news is mostly in, folded: who types `U.S.` looks for none of them. `eu` (I, in Portuguese) is left out, so that
# `E.U.` finds EU.
FUNCTION_WORDS = frozenset(
    (
        "ad am an as at be by do ex go he if in is it me my no of oh ok on or so to up us we "  # English
        "au ce de du en es et il je la le lu ma me ne ni on ou sa se si ta te tu un va vu "  # French
        "al de el en es ha he la le lo me mi ni no se si su te tu un va ve ya yo "  # Spanish
        "ao as da de do em ha ja me na no os ou se so te um "  # Portuguese
        "ai al da di ed fa ha ho il in io la le li lo ma mi ne no se si su ti tu un va vi "  # Italian
        "ab am an da du er es ob im in ja so um wo zu "  # German
        "al de en er ik in is ja je me na nu of om op te uw we ze zo "  # Dutch
        "af at av da de du ej en er et fa ha jo nu og om pa sa se to ut vi "  # Danish, Norwegian, Swedish
        "co do go ja ma mi na ni no od po se ta te to tu ty we za ze "  # Polish, Czech
        "bu da de di in ke ki ne ya "  # Turkish, Indonesian
        "во до за из их ли мы на не ни но об он от по со та те то ту ты"  # Russian
    ).split()
)
_CAPITALS = re.compile(r"[^\W\d_]{2}")
_DOTTED = re.compile(r"([^\W\d_])\.([^\W\d_])\.?")


def spellings(term: Term) -> tuple[Term, ...]:
    """The word as it was typed, and with or without points where it is an abbreviation of two letters."""
    if term.field in WORD_FIELDS:
        return (term,)
    if term.text.isupper() and _CAPITALS.fullmatch(term.text):
        return term, Term(".".join(term.text), term.field)
    dotted = _DOTTED.fullmatch(term.text)
    if dotted and fold(joined := "".join(dotted.groups())) not in FUNCTION_WORDS:
        return term, Term(joined, term.field)
    return (term,)
