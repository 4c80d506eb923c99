"""The furniture of a web page, told by its words: lines around an article that are none of its text."""

from collections.abc import Iterable

import regex

from app.ingest.prose import breadth, squash

LONGEST_CAPTION = 320
"""Letters: the longest credited caption of the seeds and of corpus/ has 196."""

_WORD = regex.compile(r"[\p{L}\p{M}]+(?:[-'’][\p{L}]+)*")


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(squash(line) for line in text.strip().splitlines())


_NETWORKS = _words(
    "facebook twitter whatsapp linkedin pinterest reddit telegram tumblr instagram messenger flipboard",
    "threads bluesky mastodon vk viber line skype wechat weibo hatena x вконтакте одноклассники",
    "فيسبوك تويتر واتساب تلغرام تيليجرام 微信 微博 朋友圈",
)
_SHARE_WORDS = _words(
    "share shares sharing tweet partager partagez teilen compartir comparte compartilhar compartilhe",
    "condividi поделиться поделитесь شارك شاركها مشاركة المشاركة 分享 分享到 シェア シェアする แชร์ 공유",
)
_SHARE_COMPANY = _words(
    "on this article story post page via to by with the and email e-mail mail print copy link save",
    "pin follow us url sur cet par courriel imprimer copier lien auf drucken per en correo imprimir enlace",
    "copiar por no в на через почта печать ссылка عبر على البريد طباعة نسخ الرابط 打印 复制链接 メール 印刷",
)
_PREVIOUS_NEXT = _words(
    "previous prev next older newer précédent précédente suivant suivante vorheriger vorherige nächster",
    "nächste zurück weiter anterior siguiente próximo próxima предыдущая предыдущий следующая следующий",
    "السابق السابقة التالي التالية 上一篇 下一篇 前の記事 次の記事 ก่อนหน้า ถัดไป",
)
_POST_WORDS = _words(
    "post posts article articles story stories entry entries page beitrag artikel entrada noticia",
    "publicación запись статья новость المقال المقالة الخبر المنشور navigation and",
)
_SHARING = _NETWORKS | _SHARE_WORDS | _SHARE_COMPANY
_TURNING = _PREVIOUS_NEXT | _POST_WORDS
_TEASER_HEADINGS = _phrases(
    """
    Check Also
    Read Also
    Also Read
    Read More
    Read Next
    See Also
    Up Next
    Related
    Related Articles
    Related Article
    Related Stories
    Related Story
    Related News
    Related Posts
    Related Topics
    Related Content
    Related Coverage
    Recommended
    Recommended for you
    Recommended Stories
    More Stories
    More on this story
    More on this topic
    More from this section
    More News
    Most Read
    Most Popular
    Latest News
    Trending
    Trending Now
    You may also like
    You might also like
    You may like
    Don't miss
    Lire aussi
    À lire aussi
    A lire également
    Sur le même sujet
    Articles liés
    Lesen Sie auch
    Auch interessant
    Mehr zum Thema
    Das könnte Sie auch interessieren
    Lea también
    Lee también
    Te puede interesar
    Le puede interesar
    También te puede interesar
    Noticias relacionadas
    Leia também
    Veja também
    Leia mais
    Leggi anche
    Читайте также
    По теме
    Материалы по теме
    اقرأ أيضا
    اقرأ أيضاً
    إقرأ أيضا
    قد يعجبك أيضا
    مواضيع ذات صلة
    أخبار ذات صلة
    相关阅读
    相关新闻
    延伸阅读
    推荐阅读
    関連記事
    あわせて読みたい
    おすすめ記事
    ข่าวที่เกี่ยวข้อง
    อ่านเพิ่มเติม
    """
)
_ADVERTISEMENTS = _phrases(
    """
    Advertisement
    Advertisement - scroll to continue
    Story continues below advertisement
    Publicité
    Anzeige
    Story Continued Below
    Werbung
    Publicidad
    Publicidade
    Реклама
    إعلان
    广告
    広告
    """
)
_COPYRIGHT = regex.compile(
    r"(?:©|\(c\)\s|copyrights?\s*(?:©|\(c\)|\d{4}|\.|:)|all rights? reserved|alle rechte vorbehalten"
    r"|tous droits réservés|(?:todos )?los derechos reservados|todos os direitos reservados"
    r"|tutti i diritti riservati|все права защищены|(?:جميع )?الحقوق محفوظة|جميع حقوق"
    r"|版权所有|版權所有|無断転載|สงวนลิขสิทธิ์)",
    regex.IGNORECASE,
)
_RESERVED = regex.compile(
    r"©.{0,80}\d{4}|\d{4}.{0,80}©|all rights reserved\.?$|alle rechte vorbehalten\.?$", regex.IGNORECASE
)
_PHOTO = (
    r"(?:(?:file |stock |handout )?(?:photo(?:graph|graphie)?s?|images?|pictures?)|fotos?|fotografía"
    r"|bild(?:er)?|фото|صورة|الصورة|图片?|图源|摄|写真|ภาพ)"
)
_CREDIT_AT_END = regex.compile(
    rf"(?:^|[\s(\[|.—–-]){_PHOTO}\s*(?:[:：/©]|\b(?:by|courtesy(?: of)?|credit)\b:?)"
    r"\s*[^.!?。]{2,60}?[)\]]?\.?$"
    r"|[(\[|/—–-]\s*(?:AP|AFP|EPA|EFE|PTI|APP|ANI)\s+photo(?:/[^)]{2,40})?[)\]]?$"
    r"|\bREUTERS/[\p{L}.\s\-]{3,40}$|[/|(]\s*Getty Images[)\]]?$|\(file(?: photo)?\)$",
    regex.IGNORECASE,
)
_CREDIT_ALONE = regex.compile(rf"{_PHOTO}\s*(?::|：|/|©|\bby\b|\bcourtesy\b).{{2,80}}", regex.IGNORECASE)
_CREDIT_HINTS = ("photo", "foto", "image", "picture", "bild", "getty", "reuters/", "(file)")
_ALL_CREDIT_HINTS = (*_CREDIT_HINTS, "фото", "صورة", "图", "摄", "写真", "ภาพ")
_LONGEST_CREDIT = 100
_TRAIL = regex.compile(r"\s+[/>→|]\s+|\s*[»›]\s*")
_TRAIL_MARKS = frozenset("/>→|»›")
_HOMES = _phrases(
    """
    Home
    Homepage
    Front page
    Accueil
    Startseite
    Start
    Inicio
    Portada
    Início
    Главная
    الرئيسية
    الصفحة الرئيسية
    首页
    首頁
    ホーム
    トップ
    หน้าแรก
    """
)
_NO_SECTION = _phrases("正文\nArticle\nNews\nStory")
_LONGEST_BAR = 160
_LONGEST_TRAIL = 400


def is_share_bar(text: str) -> bool:
    """Whether the line only asks to share: a share word or two networks, and nothing that tells."""
    words = _only(_SHARING, text)
    if not words:
        return False
    asks = any(word in _SHARE_WORDS for word in words)
    return asks or sum(word in _NETWORKS for word in words) >= 2


def is_previous_next(text: str) -> bool:
    return any(word in _PREVIOUS_NEXT for word in _only(_TURNING, text))


def is_teaser_heading(text: str) -> bool:
    return len(text) < 50 and squash(text) in _TEASER_HEADINGS


def is_advertisement(text: str) -> bool:
    return len(text) < 50 and squash(text) in _ADVERTISEMENTS


def is_copyright(text: str) -> bool:
    """Whether the line claims rights. Ask it of last lines only: an article may tell of copyright."""
    return len(text) <= 250 and bool(_COPYRIGHT.match(text) or _RESERVED.search(text))


def is_caption(text: str) -> bool:
    """Whether the line is the caption of a picture, known by the credit that it ends with or is."""
    if len(text) > LONGEST_CAPTION:
        return False
    end = text[-_LONGEST_CREDIT:]
    # Nearly every line of a text is asked, and few hold one of these: the patterns see no others.
    if not _is_hinted(end.lower()) or breadth(text) > LONGEST_CAPTION:
        return False
    return bool(_CREDIT_AT_END.search(end) or _CREDIT_ALONE.fullmatch(text))


def _is_hinted(lower: str) -> bool:
    return any(map(lower.__contains__, _CREDIT_HINTS if lower.isascii() else _ALL_CREDIT_HINTS))


def breadcrumb(text: str, titles: Iterable[str]) -> tuple[str, ...] | None:
    """The sections of a trail like `Home / Pakistan / The title`; None for a line that is no trail.

    `titles` are the lines that the trail's last step may repeat, whole or cut short.
    """
    if len(text) > _LONGEST_TRAIL or _TRAIL_MARKS.isdisjoint(text):
        return None
    steps = [step for step in _TRAIL.split(text) if step.strip()]
    if len(steps) < 2:
        return None
    last = squash(steps[-1])
    repeats = len(last) > 5 and any(squash(title).startswith(last) for title in titles)
    starts_home = squash(steps[0]) in _HOMES
    if not (starts_home or (repeats and len(steps) > 2)):
        return None
    if "|" in text and not repeats:
        return None
    sections = steps[1 if starts_home else 0 : len(steps) - (1 if repeats else 0)]
    return tuple(step.strip() for step in sections if squash(step) not in _NO_SECTION)


def _only(known: frozenset[str], text: str) -> list[str]:
    """The words of a line that has no other words than these; none of them otherwise."""
    if len(text) > _LONGEST_BAR:
        return []
    first = text.partition(" ")[0]
    # Most lines open with a whole word that is none of these: the pattern sees no others.
    if first.isalpha() and first.lower() not in known:
        return []
    words: list[str] = []
    for match in _WORD.finditer(text):
        word = match.group().lower()
        if word not in known:
            return []
        words.append(word)
    return words
