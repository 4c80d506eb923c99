"""A corpus in which some papers print one text: small, and the same each time."""

import random

WORDS = (
    "harbour council bridge winter election river factory teacher museum signal orchard captain letter market "
    "engine window garden silver thunder paper village ladder candle meadow copper violin anchor mirror pepper "
    "tunnel blanket falcon lantern marble needle parrot ribbon saddle ticket valley walnut yellow zipper"
).split()
# How many papers print each story, and when: copies are spread over the order by date.
_PRINTED = (1, 3, 1, 2, 1, 1, 4, 1, 2, 1, 1, 2, 1, 1, 1, 2)


def copied_articles() -> list[dict[str, object]]:
    """Stories of 160 words, each printed by so many papers with a lead of its own; every one has the word `bridge`."""
    drawn = random.Random(9)
    articles: list[dict[str, object]] = []
    for story, papers in enumerate(_PRINTED):
        text = " ".join(drawn.choices(WORDS, k=160))
        for paper in range(papers):
            lead = " ".join(drawn.choices(WORDS, k=3 + 7 * paper))
            bridges = "bridge " * drawn.randint(1, 4)
            day = drawn.randint(1, 28)
            articles.append(
                {
                    "id": f"{story}-{paper}",
                    "title": f"Story {story} as paper {paper} tells it",
                    "source": f"Paper {paper}",
                    "url": f"https://paper{paper}.example/{story}",
                    "published": f"2021-0{drawn.randint(1, 6)}-{day:02}" if drawn.random() < 0.9 else None,
                    "body": f"{lead}.\n\n{bridges}.\n\n{text}.",
                }
            )
    return articles
