"""The bare floor: one process that parses the JSON, inserts into SQLite and adds to Tantivy, and does nothing else.

Run by itself it takes a gzipped JSON Lines file and a folder to write in.
"""

import gzip
import json
import sqlite3
import sys
from pathlib import Path

import tantivy

_HEAP_BYTES = 200_000_000


def run(file: Path, folder: Path) -> None:
    """Put every article of the file into a store and an index of one text field for title and one for body."""
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for field in ("title", "body"):
        schema.add_text_field(field, tokenizer_name="en_stem")
    (folder / "index").mkdir()
    writer = tantivy.Index(schema.build(), str(folder / "index")).writer(_HEAP_BYTES, 1)
    store = sqlite3.connect(folder / "store.db")
    store.execute("PRAGMA journal_mode = WAL")
    store.execute("CREATE TABLE articles (id TEXT PRIMARY KEY, title TEXT, body TEXT, date TEXT, json TEXT)")
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            title = article.get("title") or ""
            values = (article["id"], title, article["body"], article.get("date"), line)
            store.execute("INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?)", values)
            writer.add_document(tantivy.Document(id=article["id"], title=title, body=article["body"]))
    store.commit()
    writer.commit()
    writer.wait_merging_threads()
    store.close()


if __name__ == "__main__":
    run(Path(sys.argv[1]), Path(sys.argv[2]))
