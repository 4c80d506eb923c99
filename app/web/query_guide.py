"""The query language as a reader meets it: each part with queries that find something among the sample articles."""

from dataclasses import dataclass

from app.api.search_parameters import MAX_QUERY
from app.search.expansion import MAX_EXPANSIONS
from app.search.query.suffixes import MAX_BOOST, MAX_WORDS_BETWEEN
from app.search.query.tree import MAX_DEPTH, MAX_LEAVES


@dataclass(frozen=True, slots=True)
class Example:
    """A query and what it finds."""

    q: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """Some of the language; `name` is its place on the page, for links."""

    name: str
    title: str
    text: str
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Kindly:
    """A query that cannot be read as it stands, what is done instead, and the code of the note that says so."""

    q: str
    done: str
    note: str


@dataclass(frozen=True, slots=True)
class Refused:
    """What is no query at all, and the code of the error; `q` is None where it is too long to be shown."""

    why: str
    code: str
    q: str | None = None


CHAPTERS = (
    Chapter(
        "words",
        "Words",
        "An article has to have all of them, in its title, lead or body, in any form. Capitals and accents make no "
        "difference.",
        (
            Example("moon landing", "both words, and also landed, moons"),
            Example("garcia marquez", "the same as García Márquez"),
            Example("straßen", "each language has its own forms: also Straße, Strassen"),
            Example("covid-19", "a hyphen parts words, and the parts stand side by side"),
            Example("奥运会", "Chinese, Japanese and Thai are cut into the words of a dictionary"),
            Example("*", "every article"),
        ),
    ),
    Chapter(
        "phrases",
        "Phrases and near words",
        "What stands between quotation marks is looked for as it is written, without other forms. A number behind "
        f"it lets other words come between, up to {MAX_WORDS_BETWEEN}, and the order go.",
        (
            Example('"world cup"', "these words side by side"),
            Example('"walk on the moon"', "small words count in a phrase"),
            Example('"berlin wall"~5', "at most five other words between them, in either order"),
            Example('"germany world cup"~3', "of three or more words, each neighbouring pair is near"),
        ),
    ),
    Chapter(
        "operators",
        "And, or, not",
        "Operators are capitals. `NOT` and the minus bind tightest, then `AND`, then `OR`, then a mere space; brackets "
        "say it plainly. A minus inside a word is a letter like others.",
        (
            Example("penicillin OR vaccine", "either word"),
            Example("berlin wall -film", "both words and not the third"),
            Example("president NOT mandela", "the same, in letters"),
            Example("nobel (peace OR literature)", "the first word and one of the two"),
            Example("nobel AND peace OR literatura", "both words or the third, for `AND` binds tighter"),
            Example("-the -la", "a query may be nothing but what is not wanted"),
        ),
    ),
    Chapter(
        "shapes",
        "Beginnings, patterns, near spellings",
        f"These stand for the words of the archive that fit, {MAX_EXPANSIONS:,} at most, as they are written there.",
        (
            Example("astronaut*", "words that begin so"),
            Example("*quake", "words that end so"),
            Example("wom?n", "one letter of any kind"),
            Example("tsunamy~1", "one letter added, left out, changed or exchanged with its neighbour"),
            Example("penicilin~2", "two such changes, which is the most"),
        ),
    ),
    Chapter(
        "fields",
        "Fields",
        "A field holds for the word, phrase or bracket behind it. `topic:`, `language:` and `id:` take whole values; "
        "one with a space or a colon in it stands in quotation marks.",
        (
            Example("title:moon", "in the title"),
            Example("body:(moon OR mars)", "a field before a bracket"),
            Example("berlin -title:berlin", "anywhere but in the title"),
            Example('author:"ada lindqvist"', "words of an author’s name"),
            Example("source:gazette", "words of a newspaper’s, a station’s or a site’s name"),
            Example("agency:pti", "the news agency that the article names"),
            Example("url:example", "words of the article’s address"),
            Example("topic:sport", "a topic with all that are narrower"),
            Example('topic:"heads of state"', "a label of several words"),
            Example('topic:"medtop:15000000"', "a topic by its id"),
            Example("language:(de OR fr)", "either language, as ISO 639-1"),
            Example("id:bhrovb7xnok4gkun", "one article"),
        ),
    ),
    Chapter(
        "dates",
        "Dates",
        "A date is the day that was printed. An article is found where all that is known of its date lies inside: one "
        "of “1969” is not in July 1969.",
        (
            Example("date:1969", "in that year"),
            Example("date:1989-11", "in that month"),
            Example("date:1989-11-10", "on that day"),
            Example("date:[1960 TO 1969-07]", "from the first to the last, both included"),
            Example("date:[2020 TO *]", "since then"),
            Example("-date:*", "articles whose date is not known"),
        ),
    ),
    Chapter(
        "weights",
        "Weights",
        f"A number behind `^`, up to {MAX_BOOST:,.0f}, makes a word count more in the order by relevance. The same "
        "articles are found.",
        (Example("moon^3 OR sputnik", "those about the moon first"),),
    ),
)

KINDLY = (
    Kindly('"world cup', "the quotation is read to the end", "unclosed_quote"),
    Kindly('moon ""', "quotation marks around nothing are left out", "empty_quotes"),
    Kindly("moon AND", "an operator without a word is left out", "dangling_operator"),
    Kindly("(moon landing", "the bracket is read to the end", "unclosed_bracket"),
    Kindly("moon)", "a bracket that closes nothing is left out", "stray_bracket"),
    Kindly("moon ()", "brackets around nothing are left out", "empty_brackets"),
    Kindly("--moon", "each minus undoes the one before", "many_minuses"),
    Kindly("title: moon", "the space behind the field is passed over", "field_space"),
    Kindly("moon title:", "a field with nothing behind it is left out", "empty_field"),
    Kindly("moon OR foo:bar", "what is no field is part of the word", "unknown_field"),
    Kindly("C++", "signs cannot be searched: this is the letter c", "signs_ignored"),
    Kindly("😀 moon", "what has no letter and no digit is left out", "no_words"),
    Kindly("moon^", "a weight without its number is left out", "no_number"),
    Kindly("tsunamy~7", "two changes are the most", "distance_limit"),
    Kindly("moon^5000", "1,000 is the most", "boost_too_high"),
    Kindly("date:{1969 TO 1970}", "a span has both its ends", "inclusive_range"),
    Kindly("date:[1970 TO 1969]", "the dates are exchanged", "range_reversed"),
    Kindly("date:[1969 TO 1970", "the span is read to the end", "unclosed_range"),
    Kindly("title:*", "every article, those without a title too", "any_value"),
    Kindly("mars rover moon", "no article has all three: any of them will do", "match_any"),
)

REFUSED = (
    Refused("a date that is none", "bad_date", "date:someday"),
    Refused(f"more than {MAX_QUERY:,} characters", "too_long"),
    Refused(f"more than {MAX_DEPTH} levels of brackets and operators", "too_deep"),
    Refused(f"more than {MAX_LEAVES} words, phrases and spans", "too_many_words"),
    Refused(f"a pattern that stands for more than {MAX_EXPANSIONS:,} words", "too_many_expansions"),
)
