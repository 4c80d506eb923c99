"""The first five minutes with the API: what to type, in a shell, in Python and in a browser."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Snippet:
    """A program to copy: `language` as people call it, `code` with `{base}` where the server's address goes."""

    language: str
    code: str

    def at(self, base: str) -> str:
        return self.code.replace("{base}", base)


@dataclass(frozen=True, slots=True)
class Step:
    """`text` comes before the programs, `then` behind them."""

    name: str
    title: str
    text: str
    snippets: tuple[Snippet, ...]
    then: str = ""


def _curl(code: str) -> Snippet:
    return Snippet("curl", code)


STEPS = (
    Step(
        "there",
        "See what is there",
        "Everything is read with GET and comes as JSON. This says how many articles there are, of which days, and in "
        "which languages.",
        (_curl("curl '{base}/v1/corpus'"),),
        "`revision` is the state that an answer speaks of: as long as it stays, so do all answers.",
    ),
    Step(
        "find",
        "Find something",
        "`q` takes words, and all of them have to be in an article. Two hits are enough for a start.",
        (_curl("curl '{base}/v1/search?q=moon+landing&limit=2'"),),
        "`total` counts all hits exactly. Each hit has its title, its date as printed, and snippets with what matched. "
        "What is not known is `null`.",
    ),
    Step(
        "narrow",
        "Narrow it down",
        "Filters stand beside `q`. The same one given twice means either; different ones all hold. `facets` counts "
        "what each further filter would leave.",
        (
            _curl(
                "curl -G '{base}/v1/search' \\\n"
                "  --data-urlencode 'q=berlin OR moon' \\\n"
                "  -d from=1969 -d to=1989 \\\n"
                "  -d language=en -d language=de \\\n"
                "  -d facets=topic,year -d sort=oldest"
            ),
        ),
        "Dates may be years, months or days. `/v1/topics` and `/v1/sources` list what filters take.",
    ),
    Step(
        "read",
        "Read an article",
        "A hit’s `id` leads to all that is known of it: the text in paragraphs, who wrote it, and in `origin` where "
        "each fact was read. Here in Python, with nothing but what comes with it.",
        (
            Snippet(
                "Python",
                "import json\n"
                "from urllib.parse import urlencode\n"
                "from urllib.request import urlopen\n"
                "\n"
                'BASE = "{base}"\n'
                "\n"
                'query = urlencode({"q": \'"world cup"\', "sort": "newest"})\n'
                'found = json.load(urlopen(f"{BASE}/v1/search?{query}"))\n'
                "\n"
                'first = found["hits"][0]["id"]\n'
                'article = json.load(urlopen(f"{BASE}/v1/articles/{first}"))\n'
                'print(article["title"])\n'
                'print(article["published"], article["origin"].get("published"))\n'
                'print(article["body"][:300])\n',
            ),
        ),
        "`/original` behind that address has the very text that was read, and what was taken out of it.",
    ),
    Step(
        "all",
        "Take all of them",
        "`next` is the address of the next page; followed to its end it shows every hit once, however many there are.",
        (
            Snippet(
                "Python",
                "import json\n"
                "from urllib.request import urlopen\n"
                "\n"
                'address = "{base}/v1/search?q=topic:sport&limit=5"\n'
                "while address:\n"
                "    page = json.load(urlopen(address))\n"
                '    for hit in page["hits"]:\n'
                '        print(hit["published"] and hit["published"]["date"], hit["title"])\n'
                '    address = page["next"]\n',
            ),
            _curl("curl -o sport.csv '{base}/v1/search?q=topic:sport&format=csv'"),
        ),
        "The second does it in one answer: `csv` for a spreadsheet, `ndjson` for a program, `rss` or `atom` to follow.",
    ),
    Step(
        "page",
        "Put it on a page",
        "Browsers may ask from any site, unless the archive’s keeper has said otherwise. Paste this into the console "
        "of this very page, or into a module of yours.",
        (
            Snippet(
                "JavaScript",
                'const query = new URLSearchParams({ q: "vaccine OR penicillin", limit: 3 });\n'
                "const answer = await fetch(`{base}/v1/search?${query}`);\n"
                "const { total, hits } = await answer.json();\n"
                "\n"
                "console.log(`${total} found`);\n"
                "for (const { title, snippets } of hits) {\n"
                "  const { parts } = snippets.at(-1);\n"
                "  const marked = parts.map(({ text, match }) => (match ? `[${text}]` : text));\n"
                '  console.log(title, marked.join(""));\n'
                "}\n",
            ),
        ),
        "`highlight=html` gives the same as one string, escaped, with `mark` elements around what matched.",
    ),
    Step(
        "wrong",
        "When something is wrong",
        "A parameter that there is not, or a date that is none, is refused with a sentence that says so, and with its "
        "place in what was sent. The status is 422, the shape that of RFC 9457.",
        (_curl("curl '{base}/v1/search?q=moon&form=1969'"),),
        "A query that can be read kindly is answered: `query.notes` tells how it was read; `strict=true` refuses it.",
    ),
)
