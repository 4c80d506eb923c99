"""Lines in which a site speaks for itself inside an article: teasers, newsletters, cookies, comments, tags."""

import regex

from app.ingest.prose import squash

LONGEST_LINE = 300
"""Letters from which a line is left alone: the longest such line of the gold pages has 231."""

_TEASER_LABELS = """
also read | read also | read more | read next | read this | see also | see more | more here | related | related article
related articles | related story | related news | watch | also watch | don't miss | must read | recommended
editor's pick | editor's picks | à lire | à lire aussi | à lire également | lire aussi | voir aussi | sur le même sujet
lesen sie auch | lesen sie hier | mehr dazu | mehr zum thema | siehe auch | lees ook | lees meer
lea también | lee también | lea más | le puede interesar | te puede interesar | ver también | vea también
leia também | leia mais | veja também | veja mais | saiba mais | leggi anche | guarda anche
läs också | läs även | läs mer | les også | les mer | læs også | læs mere | lue myös | lesið einnig
czytaj też | czytaj także | czytaj również | zobacz też | zobacz także | čtěte také | přečtěte si | přečtěte si také
prečítajte si | olvassa el | kapcsolódó | citește și | citiți și | pročitajte | preberite
διαβάστε επίσης | διαβάστε ακόμη | читайте также | читайте ещё | по теме | читайте також | четете още | прочетете
ayrıca bakınız | ayrıca oku | ilgili haber | baca juga | baca selengkapnya | xem thêm | đọc thêm
اقرأ أيضا | اقرأ أيضًا | إقرأ أيضا | شاهد أيضا | קרא גם | קראו גם | ראו גם
بیشتر بخوانید | همچنین بخوانید | یہ بھی پڑھیں | यह भी पढ़ें | আরও পড়ুন | 相关阅读 | 延伸阅读 | 更多阅读 | 関連記事
あわせて読みたい | 관련기사 | อ่านเพิ่มเติม | อ่านข่าวเพิ่มเติม
"""
_TEASERS = frozenset(squash(label) for label in regex.split(r"[|\n]", _TEASER_LABELS) if label.strip())
_LONGEST_LABEL = 34
_MARKS = frozenset(":：|»›>–—-")
_LABELLED = regex.compile(r"(?P<label>[^:：|»›>–—\-]{3,30}?)\s*[:：|»›>–—\-]+\s*\S")
_NEWSLETTER = regex.compile(
    r"(?:(?:please )?(?:sign up|subscribe|register|join|get|receive|enter your e-?mail)\b.{0,140}"
    r"\b(?:newsletters?|inbox|e-?mail alerts?|daily briefing|mailing list|youtube channel)\b.*"
    r"|(?:want|like) .{0,80}\b(?:in|to) your inbox\?.*"
    r"|(?:inscrivez|abonnez)[- ]vous\b.{0,120}\b(?:newsletter|lettre|infolettre)\b.*"
    r"|recevez\b.{0,120}\bnewsletter\b.*"
    r"|(?:abonnieren|bestellen|melden) sie\b.{0,120}\bnewsletter\b.*|jetzt\b.{0,60}\bnewsletter\b.*"
    r"|(?:suscríb|inscríb|regístr)(?:ete|ase)\b.{0,120}\b(?:newsletter|boletín|boletines)\b.*"
    r"|(?:assine|inscreva-se|receba|iscriviti)\b.{0,120}\bnewsletter\b.*"
    r"|подпи(?:шитесь|сывайтесь) на .{0,120}|اشترك (?:في|بـ?) .{0,60}(?:نشرت|قناة).*"
    r"|訂閱.{0,40}|订阅我们.{0,40}|扫码关注.{0,40})",
    regex.IGNORECASE,
)
_FOLLOW = regex.compile(
    r"(?:follow|like|find|join) (?:us|[\p{Lu}][\p{L}\p{N} .'’&]{1,40}|@\w+) on .{0,40}"
    r"(?:facebook|twitter|instagram|whatsapp|telegram|youtube|google news|tiktok|linkedin|threads|\bx\b).{0,80}"
    r"|(?:suivez|retrouvez)[- ]nous sur .{0,80}|folgen sie uns (?:auf|bei) .{0,80}"
    r"|síguenos en .{0,80}|siga-nos .{0,80}"
    r"|download (?:the|our) .{0,60}\bapp\b.{0,60}"
    r"|(?:click|tap) (?:here|to) .{0,60}\b(?:app|subscribe|tweet)\b.{0,20}",
    regex.IGNORECASE,
)
_COOKIES = regex.compile(
    r"(?:we(?: and our partners)?|this (?:web)?site|our (?:web)?site)\b.{0,40}\buses? cookies"
    r"(?:[.,!]| to\b| and\b| on\b| for\b| in\b| that\b|$).*"
    r"|by (?:continuing to|using|clicking)\b.{0,120}\bcookies?\b.*|(?:accept|manage|reject) (?:all )?cookies?.?"
    r"|(?:diese (?:webseite|website|seite)|wir)\b.{0,40}\b(?:verwendet|verwenden|nutzen|setzen)\b.{0,20}\bcookies\b.*"
    r"|(?:nous utilisons|ce site utilise) (?:des )?cookies.*|questo sito utilizza (?:i )?cookie.*"
    r"|(?:utilizamos|usamos|este sitio (?:web )?(?:usa|utiliza)|este site (?:usa|utiliza)) cookies.*"
    r"|(?:мы используем|этот сайт использует) .{0,20}cookie.*",
    regex.IGNORECASE,
)
_COMMENTS = regex.compile(
    r"(?:\(?\d[\d,.]*\)?\s*(?:comments?|replies|commentaires?|kommentare?|comentarios?|comentários?|commenti"
    r"|комментари(?:й|я|ев)|تعليقات?|评论|コメント)"
    r"|(?:comments?|commentaires?|kommentare|comentarios|comentários|комментарии|التعليقات|评论|コメント)"
    r"\s*[(:]?\s*\d[\d,.]*\)?"
    r"|(?:leave|post|add|write) a (?:comment|reply).{0,30}|(?:join|start) the (?:conversation|discussion).{0,30}"
    r"|(?:view|show|read|see) (?:all )?(?:the )?(?:\d[\d,.]* )?comments?.{0,20}"
    r"|no comments(?: yet)?\.?|be the first to comment.{0,40}"
    r"|laisser un commentaire.{0,30}|schreiben sie einen kommentar.{0,30}"
    r"|deja un comentario.{0,30}|اترك تعليق.{0,30})",
    regex.IGNORECASE,
)
_READING_TIME = regex.compile(
    r"(?:(?:estimated )?read(?:ing)? time:?\s*)?\d{1,3}[\s-]*min(?:utes?|s)?(?:[\s-]+(?:read|listen|de lecture))\.?"
    r"|(?:estimated )?read(?:ing)? time:?\s*\d{1,3}[\s-]*min(?:utes?|s)?\.?"
    r"|temps de lecture\s*:?\s*\d{1,3}\s*min(?:utes?)?|lesezeit:?\s*\d{1,3}\s*min(?:uten|\.)?"
    r"|(?:tiempo de lectura|tempo de leitura):?\s*\d{1,3}\s*min(?:utos?)?",
    regex.IGNORECASE,
)
_VIEWS = regex.compile(
    r"(?:page ?)?views?\s*:\s*\d[\d,.]*k?|\d[\d,.]*k?\s+(?:page ?)?views"
    r"|просмотр(?:ы|ов)\s*:\s*\d[\d,.]*|\d[\d,.]*\s+просмотров",
    regex.IGNORECASE,
)
_PLAYER = regex.compile(
    r"(?:listen to (?:this|the) (?:article|story)|écouter (?:l['’]|cet )article|(?:den )?artikel anhören"
    r"|escuchar (?:el |este )?artículo)\s*[\d:()]*(?: ?min(?:utes|\.)?)?\.?"
    r"|your browser does not support .{0,60}",
    regex.IGNORECASE,
)
_TAGS = regex.compile(
    r"(?:tags?|keywords|filed under|posted in|mots[- ]clés|schlagw[oö]rter|etiquetas|метки|теги|标签|الوسوم)"
    r"\s?[:：]\s?[^.!?。]{1,200}",
    regex.IGNORECASE,
)
_PATTERNS = (
    ("reading_time", _READING_TIME),
    ("views", _VIEWS),
    ("player", _PLAYER),
    ("tags", _TAGS),
    ("newsletter", _NEWSLETTER),
    ("follow", _FOLLOW),
    ("cookies", _COOKIES),
    ("comments", _COMMENTS),
)
_OPENERS = frozenset(
    """
    please sign subscribe register join get receive enter want like inscrivez inscrivez-vous abonnez abonnez-vous
    recevez abonnieren bestellen melden jetzt assine inscreva-se receba iscriviti follow find suivez suivez-nous
    retrouvez retrouvez-nous folgen siga-nos download click tap we this our by accept manage reject diese wir nous ce
    utilizamos usamos este questo comment comments commentaires kommentare comentarios leave post add write start view
    show read see no be laisser schreiben deja estimated reading temps lesezeit: lesezeit tiempo tempo
    views views: view: pageviews pageviews: page listen your artikel den escuchar
    tag tags keywords filed posted tag: tags: keywords: mots etiquetas etiquetas: schlagworte schlagworte:
    """.split()
)
"""First words, in ASCII, of lines that the patterns know: most lines open otherwise, and are not shown to them."""


def site_line(text: str) -> str | None:
    """Why a whole line is the site's and none of the article's: teaser, newsletter, comments, tags and the like."""
    if len(text) > LONGEST_LINE:
        return None
    label = None if _MARKS.isdisjoint(text[:_LONGEST_LABEL]) else _LABELLED.match(text)
    if label and squash(label["label"]) in _TEASERS:
        return "teaser"
    opener = text.partition(" ")[0].lower()
    if opener.isascii() and opener[:1].isalpha() and opener not in _OPENERS:
        return None
    return next((reason for reason, pattern in _PATTERNS if pattern.fullmatch(text)), None)
