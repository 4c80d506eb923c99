"""The visible lines of a page."""

import pytest

from app.ingest.page import page_of, parse_page


def lines(source: str) -> list[tuple[str, str]]:
    root = parse_page(source)
    assert root is not None
    return [(line.kind, line.text) for line in page_of(root).lines]


def test_each_block_is_a_line_and_inline_elements_stay_in_theirs() -> None:
    assert lines(
        "<p>One <b>bold</b> and <a href=x>linked</a> line.</p><div>Two.<p>Three.</p>Four.</div>"
    ) == [
        ("text", "One bold and linked line."),
        ("text", "Two."),
        ("text", "Three."),
        ("text", "Four."),
    ]


def test_a_break_ends_a_line() -> None:
    assert [text for _, text in lines("<p>One<br>two<br/>three</p>")] == ["One", "two", "three"]


def test_headings_quotes_and_captions_are_known() -> None:
    source = "<h2>Head</h2><blockquote><p>Said</p></blockquote><figure><figcaption>Seen</figcaption></figure><p>Text"
    assert lines(source) == [("subhead", "Head"), ("quote", "Said"), ("caption", "Seen"), ("text", "Text")]


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>var a = 'x';</script>",
        "<style>p { color: red }</style>",
        "<noscript>Turn it on</noscript>",
        "<!-- a comment -->",
        "<p hidden>Not shown</p>",
        '<p style="display: none">Not shown</p>',
        '<span aria-hidden="true">x</span>',
        "<button>Accept all</button>",
        "<svg><text>x</text></svg>",
        "<template><p>x</p></template>",
    ],
)
def test_what_is_not_shown_is_not_read(hidden: str) -> None:
    assert [text for _, text in lines(f"<body><p>Before</p>{hidden}<p>After</p></body>")] == [
        "Before",
        "After",
    ]


def test_what_follows_a_hidden_element_in_a_line_is_read() -> None:
    assert lines("<p>One <script>x</script>two<!-- c --> three</p>") == [("text", "One two three")]


def test_each_line_stands_at_its_place_in_the_text() -> None:
    root = parse_page("<h1>A</h1><p>One  line</p><p>Two &amp; more</p>")
    assert root is not None
    page = page_of(root)
    assert page.text == "A\nOne line\nTwo & more"
    assert [page.text[line.start : line.end] for line in page.lines] == [line.text for line in page.lines]


@pytest.mark.parametrize("source", ["", "   ", "<!-- only -->"])
def test_an_empty_source_gives_no_lines(source: str) -> None:
    root = parse_page(source)
    assert root is None or page_of(root).lines == ()


def test_a_declaration_of_another_encoding_changes_nothing() -> None:
    assert lines('<?xml version="1.0" encoding="iso-8859-1"?><html><body><p>café</p></body></html>') == [
        ("text", "café")
    ]
    assert lines('<html><meta charset="windows-1256"><p>café</p>') == [("text", "café")]


def test_deep_nesting_is_not_fatal() -> None:
    assert parse_page("<div>" * 50_000 + "deep") is not None


@pytest.mark.parametrize("mark", ["\x1a", "&#26;", "&#x1A;", "&#xFFFE;", "\uffff"])
def test_what_no_tree_can_hold_is_gone_before_the_page_is_one(mark: str) -> None:
    root = parse_page(f"<p>Harbour <nav>Home</nav>{mark}closed</p>")
    assert root is not None
    for menu in root.xpath("//nav"):
        menu.drop_tree()
    assert page_of(root).text == "Harbour closed"


def test_a_tag_of_more_attributes_than_any_page_has_loses_them() -> None:
    attributes = " ".join(f"a{number}='1'" for number in range(2_000))
    root = parse_page(f"<p {attributes} hidden>Harbour</p><p class='b'>closed</p>")
    assert root is not None
    assert [dict(element.attrib) for element in root.iter("p")] == [{}, {"class": "b"}]


def test_a_declaration_of_xml_is_passed_over_at_the_start_alone() -> None:
    root = parse_page(' \n<?xml version="1.0" encoding="utf-16"?><p>Häfen</p>')
    assert root is not None
    assert page_of(root).text == "Häfen"
