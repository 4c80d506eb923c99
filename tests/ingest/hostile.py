"""Sources that are meant to do harm, and a reader of them under limits: `python -m tests.ingest.hostile`.

Each source is read in a process of its own (a fork, so that nothing is imported twice), which the system ends when it
takes more processor time or memory than it may. What became of each is printed as one line of JSON.
"""

import gc
import json
import os
import resource
import signal
import sys
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from app.ingest.preparation import Limits, clippings
from app.ingest.read import read
from app.ingest.reading import Rejected
from app.ingest.split import parse
from tests.ingest.making import PARAGRAPH, SECOND, TODAY, page
from tests.ingest.traps import TRAPS, trapped

CPU_SECONDS = 20
MEMORY = 2 << 30
LIMITS = Limits(file_size=256_000_000, article_size=4_000_000)
"""Those that Microfiche has where nothing else is set."""

LARGE = 3_900_000
HEADED = f"Harbour closed\n\n{PARAGRAPH}\n\n"
SEED = 20_261_122


@dataclass(frozen=True, slots=True)
class Hostile:
    """`outcome` is what must become of each article of the source: `read`, or the reason of its refusal."""

    path: str
    outcome: str
    make: Callable[[], str | bytes]

    def data(self) -> bytes:
        made = self.make()
        return made if isinstance(made, bytes) else made.encode("utf-8", "surrogatepass")


def html(inner: str, head: str = "") -> str:
    return page("Harbour closed", PARAGRAPH, SECOND, inner, PARAGRAPH.upper(), SECOND.upper(), head=head)


def json_ld(value: str) -> str:
    return html("", f'<script type="application/ld+json">{value}</script>')


def article(**fields: object) -> str:
    return json.dumps({"title": "Harbour closed", "body": PARAGRAPH, **fields})


def laughs(levels: int = 12) -> str:
    """Each entity is ten of the one before: 10 GB, where somebody resolves them."""
    inner = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, levels))
    return f'<!DOCTYPE html [<!ENTITY l0 "lol">{inner}]>' + html(f"<p>&l{levels - 1};</p>")


def laughing_front_matter(levels: int = 25) -> str:
    lines = ["a0: &a0 [sport, sport]"]
    lines += [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, levels)]
    named = [f"{key}: *a{levels - 1}" for key in ("tags", "author", "date", "section", "source", "title")]
    return "---\n" + "\n".join([*lines, *named]) + f"\n---\n{PARAGRAPH}\n\n{SECOND}\n"


def noise(length: int) -> bytes:
    return Random(SEED).randbytes(length)


TOO_MUCH: Mapping[str, Hostile] = {
    "ten megabytes of nested tags": Hostile("a.html", "too_large", lambda: html("<div>" * 2_000_000)),
    "json ld of five megabytes": Hostile(
        "a.html", "too_large", lambda: json_ld(article(articleBody="A" * 5_000_000))
    ),
    "a line of five megabytes": Hostile("a.txt", "too_large", lambda: "a" * 5_000_000),
    "an element of five megabytes": Hostile(
        "a.json", "too_large", lambda: f"[{article(body='a' * 5_000_000)}]"
    ),
}
PAGES: Mapping[str, Callable[[], str | bytes]] = {
    "nested divs": lambda: html("<div>" * (LARGE // 5)),
    "nested quotes": lambda: html("<blockquote>a" * 100_000),
    "nested links": lambda: html("<a href='/x'>a" * 20_000),
    "nested tables": lambda: html("<table><tr><td>a" * 50_000),
    "nested marks": lambda: html("<b><i><u>a" * 50_000),
    "unclosed paragraphs": lambda: html("<p>a" * 20_000),
    "unclosed quote of an attribute": lambda: html("<p class='" + "a > b " * 100_000),
    "unclosed comment": lambda: html("<!--" + "-" * 1_000_000),
    "unclosed script": lambda: html("<script>" + "if (a < b) " * 100_000),
    "ends without a beginning": lambda: html("</div></p></article></body>" * 50_000),
    "broken entities": lambda: html("<p>" + "&#xFFFFFFFF;&#0;&#xD800;&nonsense;&&&&&;&#;" * 20_000),
    "characters that no tree takes": lambda: html("<nav>a</nav>&#1;&#x1a;&#xFFFE;\uffff<aside>b</aside>\x1a"),
    "billion laughs": laughs,
    "quadratic laughs": lambda: f'<!DOCTYPE html [<!ENTITY a "{"a" * 50_000}">]>' + html("&a;" * 20_000),
    "one line without spaces": lambda: html(f"<p>{'a' * 1_000_000}</p>"),
    "open brackets": lambda: html("<" * 1_000_000),
    "thirty thousand links": lambda: html("<a href='/x'>Another story</a>" * 30_000),
    "a hundred thousand meta tags": lambda: html("", '<meta name="author" content="A">' * 100_000),
    "a hundred thousand dates": lambda: html("<p>" + "7 April 2021 " * 100_000 + "</p>"),
    "a hundred thousand images": lambda: html("<img src='a' alt='b'>" * 100_000),
    "a hundred thousand attributes": lambda: html(f"<p {' '.join(f'a{n}=1' for n in range(100_000))}>a</p>"),
    "thousands of headings": lambda: html("<h1>Harbour - closed</h1>" * 3_000),
    "thousands of times": lambda: html("<time datetime='2031-01-01'>soon</time>" * 20_000),
    "thousands of short lines": lambda: html("a<br>" * 20_000),
    "huge attribute": lambda: html(f"<p class='{'a ' * 1_000_000}'>a</p>"),
    "huge address": lambda: html("", f"<link rel='canonical' href='http://a.example/{'2021/' * 500_000}'>"),
    "huge style": lambda: html(f"<p style='display{' ' * 1_000_000}'>a</p>"),
    "declarations without end": lambda: "<?xml " * 100_000 + html(""),
    "declarations of characters": lambda: "<meta charset" * 100_000 + html(""),
    "json ld that is large": lambda: json_ld(article(articleBody=f"{PARAGRAPH}\n" * 30_000)),
    "json ld of brackets": lambda: json_ld(article(articleBody="<" * 1_000_000)),
    "json ld nested ten thousand deep": lambda: json_ld('{"a":' * 10_000 + "1" + "}" * 10_000),
    "json ld of lists ten thousand deep": lambda: json_ld(f'{{"@graph": {"[" * 10_000}{"]" * 10_000}}}'),
    "json ld a thousand times": lambda: html(
        "", '<script type="application/ld+json">{"a":</script>' * 20_000
    ),
    "json ld with a number of many digits": lambda: json_ld(
        '{"@type": "NewsArticle", "a": ' + "9" * 100_000 + "}"
    ),
    "utf-16 declared and not meant": lambda: html("", '<meta charset="utf-16">').encode() + b"\xe9",
    "an encoding that nobody knows": lambda: html("", '<meta charset="klingon">').encode() + b"\xe9",
    "an encoding that is no text": lambda: html("", '<meta charset="hex">').encode() + b"\xe9",
    "utf-8 cut in the middle": lambda: html("<p>" + "é" * 100_000 + "</p>").encode()[:-200_000],
}
TEXTS: Mapping[str, Callable[[], str | bytes]] = {
    "one line without spaces": lambda: HEADED + "a" * 1_000_000,
    "twenty thousand headings of teasers": lambda: HEADED + "Check Also\n\n" * 20_000,
    "twenty thousand copyright lines": lambda: HEADED + "© 2025 The Harbour Courier\n\n" * 20_000,
    "a hundred thousand lines": lambda: HEADED + "a\n" * 100_000,
    "marks that cannot be seen": lambda: HEADED + "\u200b\u202e\u2066\u0301" * 100_000,
    "wrong bytes": lambda: HEADED.encode() * 10 + b"\xff\xfe\xfa" * 10 + PARAGRAPH.encode() * 100,
    "a mark of utf-32 and no utf-32": lambda: b"\xff\xfe\0\0" + PARAGRAPH.encode() * 10,
    "lone surrogates": lambda: HEADED + "\ud800\udfff" * 1_000,
}
MARKDOWN: Mapping[str, Callable[[], str | bytes]] = {
    "aliases in the front matter": laughing_front_matter,
    "nested lists in the front matter": lambda: f"---\ntags: {'[' * 5_000}\n---\n{PARAGRAPH}\n",
    "open brackets": lambda: HEADED + "[" * 30_000,
    "open images": lambda: HEADED + "![" * 15_000,
    "nested quotes": lambda: HEADED + ">" * 100_000 + " a",
    "nested lists": lambda: HEADED + "\n".join("  " * level + "- a" for level in range(700)),
    "stars": lambda: HEADED + "*a **b " * 20_000,
    "backticks of every length": lambda: HEADED + " ".join("`" * length for length in range(1, 700)),
    "links within links": lambda: HEADED + "[a](" * 20_000,
    "html that never ends": lambda: HEADED + "<div " * 50_000,
}
OBJECTS: Mapping[str, Callable[[], str | bytes]] = {
    "nested tags in a string": lambda: article(body=f"<p>{PARAGRAPH}" + "<div>" * 100_000),
    "unclosed tags in a string": lambda: article(body=f"<p>{PARAGRAPH}" + "<p " * 100_000),
    "a page with scripts in a string": lambda: article(body=html("<script>" + "<p>" * 100_000 + "</script>")),
    "entities in a string": lambda: article(body=PARAGRAPH + "&#1;&amp;amp;&#xD800;" * 50_000),
    "a hundred thousand authors": lambda: article(author=["Ada Lindqvist"] * 100_000),
    "authors in one string": lambda: article(author="Ada Lindqvist, " * 100_000),
    "a hundred thousand topics": lambda: article(tags=[f"a{number}" for number in range(100_000)]),
    "an endless address": lambda: article(url="http://a.example/" + "2021/04/" * 100_000),
    "an endless date": lambda: article(date="7 April 2021 " * 100_000),
    "an endless title": lambda: article(title="Harbour - closed | " * 50_000),
    "numbers for everything": lambda: article(date=1e308, author=1e308, url=-1, tags=1.5, source=True),
    "lists for everything": lambda: article(date=[[]], author=[[["a"]]], url=[{}], tags=[[1]], source=[[]]),
    "lone surrogates": lambda: article(body=PARAGRAPH + "\ud800", author="\udfff", date="\ud800"),
    "a hundred thousand keys": lambda: article(**{f"k{number}": number for number in range(100_000)}),
}
REFUSED: Mapping[str, Hostile] = {
    "json nested too deeply": Hostile("a.json", "not_json", lambda: '{"a":' * 100_000),
    "json of brackets": Hostile("a.json", "not_json", lambda: "[" * 1_000_000),
    "a number of many digits": Hostile("a.json", "not_json", lambda: f'{{"body": {"9" * 100_000}}}'),
    "null bytes in a page": Hostile("a.html", "binary", lambda: html("<p>\0a\0</p>" * 10_000)),
    "null bytes in a text": Hostile("a.txt", "binary", lambda: HEADED + "\0" * 1_000 + PARAGRAPH * 300),
    "null bytes alone": Hostile("a.txt", "empty", lambda: "\0" * 1_000_000),
    "spaces alone": Hostile("a.html", "empty", lambda: " " * 1_000_000),
    "noise": Hostile("a.txt", "binary", lambda: noise(1_000_000)),
    "tags alone": Hostile("a.html", "no_body", lambda: "<div>" * 100_000),
}


def _all() -> dict[str, Hostile]:
    found = dict(TOO_MUCH) | dict(REFUSED)
    groups = (("a.html", PAGES), ("a.txt", TEXTS), ("a.md", MARKDOWN), ("a.json", OBJECTS))
    for path, made in groups:
        found |= {f"{path[2:]}: {name}": Hostile(path, "read", make) for name, make in made.items()}
    found["xhtml: billion laughs"] = Hostile(
        "a.xhtml", "read", lambda: '<?xml version="1.0" encoding="utf-8"?>' + laughs()
    )
    for name, unit in TRAPS.items():
        for path in ("a.txt", "a.md", "a.html"):
            found[f"{path[2:]}: trap of {name}"] = Hostile(path, "read", trapped(unit, path))
    return found


HOSTILE = _all()
LONGEST = frozenset(
    {
        "html: a hundred thousand meta tags",
        "html: a hundred thousand images",
        "html: thirty thousand links",
        "html: thousands of short lines",
        "html: unclosed paragraphs",
        "html: nested links",
        "html: huge attribute",
        "html: thousands of times",
        "html: open brackets",
        "html: json ld a thousand times",
        "ten megabytes of nested tags",
        "md: links within links",
        "md: nested lists in the front matter",
        "md: open images",
        "md: stars",
        "txt: a hundred thousand lines",
        "txt: twenty thousand copyright lines",
        # Markdown is read as text once its marks are gone: what traps the one traps the other.
        *(f"md: trap of {name}" for name in TRAPS),
    }
)
"""Sources that take most of the time, and those that are nearest to others."""


def outcomes(source: Hostile) -> list[str]:
    """What became of each article of a source: `read`, or the reason of its refusal."""
    found = []
    for one in clippings(source.data(), source.path, LIMITS):
        raw = one if isinstance(one, Rejected) else parse(one)
        result = raw if isinstance(raw, Rejected) else read(raw, TODAY)
        found.append(result.reason if isinstance(result, Rejected) else "read")
    return found


def read_apart(name: str) -> str:
    """The outcomes of a source, read by a process with limits; `signal 24` where the system ended it."""
    own, child = os.pipe()
    process = os.fork()
    if not process:
        os.close(own)
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        try:
            said = ", ".join(sorted(set(outcomes(HOSTILE[name]))))
        except BaseException as error:  # noqa: BLE001 (whatever it was, the test is to name it)
            said = f"{type(error).__name__}: {str(error)[:200]}"
        os.write(child, said.encode())
        os._exit(0)
    os.close(child)
    with os.fdopen(own) as pipe:
        said = pipe.read()
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    return said if status == 0 else f"ended by {signal.Signals(-status).name}"


def main() -> None:
    warnings.simplefilter("ignore")
    # What is loaded with the first page, with the first text whose language is hard to tell, and with the first whose
    # topics are, is loaded once; and no child copies it by looking through it for garbage.
    for name in ("html: trap of agencies", "html: trap of credits"):
        outcomes(HOSTILE[name])
    gc.freeze()
    for name in sys.argv[1:] or HOSTILE:
        sys.stdout.write(json.dumps([name, read_apart(name)]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
