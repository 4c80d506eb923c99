"""Lines in which a site speaks for itself, and lines that only look like them."""

import pytest

from app.ingest.site_lines import LONGEST_LINE, site_line
from tests.ingest.making import PARAGRAPH, SECOND, read_text, reasons


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Read also: Ferries wait out the storm", "teaser"),
        ("ALSO READ | Ferries wait out the storm", "teaser"),
        ("Related: Ferries wait out the storm", "teaser"),
        ("Don’t miss – Ferries wait out the storm", "teaser"),
        ("À lire aussi : Les ferries attendent", "teaser"),
        ("Lesen Sie auch: Die Fähren warten", "teaser"),
        ("Lea también: Los transbordadores esperan", "teaser"),
        ("Leia também: As balsas esperam", "teaser"),
        ("Läs också: Färjorna väntar", "teaser"),
        ("Zobacz też: Promy czekają", "teaser"),
        ("Baca juga: Feri menunggu badai", "teaser"),
        ("Читайте также: Паромы ждут", "teaser"),
        ("اقرأ أيضا: العبّارات تنتظر", "teaser"),
        ("相关阅读：渡轮停航", "teaser"),
        ("関連記事：フェリー欠航", "teaser"),
        ("Sign up for our weekly newsletter", "newsletter"),
        ("Get the day's harbour news delivered to your inbox.", "newsletter"),
        ("Inscrivez-vous à notre newsletter du soir", "newsletter"),
        ("Abonnieren Sie unseren Newsletter und verpassen Sie nichts", "newsletter"),
        ("Suscríbete a nuestro boletín diario", "newsletter"),
        ("Подпишитесь на наш канал в Telegram", "newsletter"),
        ("Follow us on Twitter and Facebook", "follow"),
        ("Follow Ada Lindqvist on Twitter @adalindqvist.", "follow"),
        ("Folgen Sie uns auf Instagram", "follow"),
        ("Download our free harbour app today", "follow"),
        ("We use cookies to improve your visit.", "cookies"),
        ("This website uses cookies. Accept all?", "cookies"),
        ("Diese Website verwendet Cookies.", "cookies"),
        ("Nous utilisons des cookies pour mesurer l'audience.", "cookies"),
        ("12 comments", "comments"),
        ("Comments (1,204)", "comments"),
        ("Leave a comment", "comments"),
        ("34 Kommentare", "comments"),
        ("5 комментариев", "comments"),
        ("Be the first to comment", "comments"),
        ("4 min read", "reading_time"),
        ("Reading time: 12 minutes", "reading_time"),
        ("Lesezeit: 3 Minuten", "reading_time"),
        ("Temps de lecture : 5 min", "reading_time"),
        ("Views: 1,204", "views"),
        ("3.1K views", "views"),
        ("Listen to this article", "player"),
        ("Artikel anhören (4:12)", "player"),
        ("Tags: harbour, storm", "tags"),
        ("Filed under: Harbour", "tags"),
        ("Mots-clés : port, tempête", "tags"),
        ("标签：港口", "tags"),
    ],
)
def test_a_line_of_the_site_is_told_with_its_reason(line: str, reason: str) -> None:
    assert site_line(line) == reason


@pytest.mark.parametrize(
    "line",
    [
        "Related industries lost a fifth of their orders.",
        "Watch the tide, the harbour master says.",
        "Get out while you can: that was the message on the pier.",
        "Sign up or leave: the union's words left no choice.",
        "We use cookies as bait, the fisherman said.",
        "Join us on the pier, she told them.",
        "Follow the money, he said on Monday.",
        "Read: the verb, not the colour.",
        "Twelve comments were made at the hearing.",
        "12 comments were struck from the minutes after the session.",
        "This site was a shipyard until 1974.",
        "By using nets, the crews caught less.",
        "Listen to the story of the boy who cried wolf.",
        "Tags: that is what the fishermen call the scraps of net. They burn them.",
        "Views differ on the pier.",
        "Four minutes read like an hour.",
        "5 min",
        "No.",
        "",
    ],
)
def test_a_line_that_tells_something_is_kept(line: str) -> None:
    assert site_line(line) is None


def test_a_long_line_is_left_alone() -> None:
    assert site_line("Sign up for our newsletter. " + "x" * LONGEST_LINE) is None


def test_such_lines_leave_the_middle_of_a_text_and_are_in_the_receipt() -> None:
    read = read_text("Harbour closed", PARAGRAPH, "Read also: Ferries wait out the storm", SECOND)
    assert read.article.body == f"{PARAGRAPH}\n\n{SECOND}"
    assert reasons(read)["teaser"] == "Read also: Ferries wait out the storm"
