"""How Tantivy keeps an article: the fields of the seam, and nothing stored but the id."""

import tantivy
from tantivy import Schema, SchemaBuilder

from app.search.engines.seam import KEYWORDS, NUMBERS, TERM_FIELDS, TOGETHER, Document


def tantivy_schema() -> Schema:
    builder = SchemaBuilder()
    for field in TERM_FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field(TOGETHER, tokenizer_name="whitespace", index_option="freq")
    for field in KEYWORDS:
        builder.add_text_field(
            field, stored=field == "id", fast=field != "id", tokenizer_name="raw", index_option="basic"
        )
    for field in NUMBERS:
        builder.add_integer_field(field, indexed=True, fast=True)
    return builder.build()


def tantivy_document(document: Document) -> tantivy.Document:
    kept = tantivy.Document()
    kept.add_text("id", document.id)
    for field, terms in (*document.text.items(), *document.words.items()):
        kept.add_text(field, terms)
    for field, values in document.keywords.items():
        for value in values if field != "id" else ():
            kept.add_text(field, value)
    for field, number in document.numbers.items():
        kept.add_integer(field, number)
    return kept
