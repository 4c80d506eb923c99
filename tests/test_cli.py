"""The command line: what it prints, and how it ends."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app import cli
from app.articles.revisions import raise_revision
from app.database import Database
from app.main import create_app
from app.settings import Settings
from app.terminal import shown_progress
from tests.archives import archive_at, ingest, write_lines

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = [
    "ingest",
    "serve",
    "search",
    "show",
    "export",
    "reindex",
    "check",
    "stats",
    "backup",
    "restore",
    "keys",
]
MOON = {
    "id": "moon", "title": "Men walk on the moon", "published": "1969-07-21", "source": "Courier",
    "body": "Two astronauts landed in the Sea of [Tranquility].", "url": "https://example.org/moon",
}  # fmt: skip
MARS = {"id": "mars", "title": "A landing on Mars", "body": "Pathfinder bounced to rest. ❤"}


@dataclass(frozen=True, slots=True)
class Ended:
    status: int
    out: str
    err: str


class Shell:
    """Runs commands in this process on a data folder of the test's own."""

    def __init__(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.data = data
        self._capsys = capsys

    def __call__(self, *arguments: object) -> Ended:
        self._capsys.readouterr()
        try:
            status = cli.main([str(argument) for argument in arguments])
        except SystemExit as leaving:
            status = int(leaving.code or 0)
        finally:
            # An ingest takes these signals for itself; a test run wants its own back.
            signal.signal(signal.SIGINT, signal.default_int_handler)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
        out, err = self._capsys.readouterr()
        assert "Traceback" not in out + err
        return Ended(status, out, err)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.setenv("MICROFICHE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "120")
    return Shell(tmp_path / "data", capsys)


@pytest.fixture
def filled(run: Shell, tmp_path: Path) -> Shell:
    with archive_at(run.data) as archive:
        ingest(archive, write_lines(tmp_path / "known.jsonl", [MOON, MARS]))
    return run


def process(arguments: Sequence[str], data: Path) -> "subprocess.CompletedProcess[bytes]":
    """A command in a process of its own, its output piped."""
    command = [sys.executable, "-c", "from app.cli import run; run()", *arguments]
    environment = os.environ | {"MICROFICHE_DATA": str(data)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=60, check=False)


def one_sentence(ended: Ended) -> str:
    assert ended.out == ""
    assert ended.err.startswith("microfiche: ")
    assert len(ended.err.splitlines()) == 1
    return ended.err.strip()


# Help and usage


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(run: Shell, command: str) -> None:
    ended = run(command, "--help")
    assert (ended.status, ended.err) == (0, "")
    assert f"example: microfiche {command}" in " ".join(ended.out.split())


def test_the_help_lists_every_command(run: Shell) -> None:
    ended = run("--help")
    assert ended.status == 0
    assert all(f"\n    {command} " in ended.out for command in COMMANDS)


@pytest.mark.parametrize(
    "arguments", [(), ("dance",), ("ingest",), ("search",), ("stats", "--loud"), ("serve", "--port", "many")]
)
def test_a_command_line_that_makes_no_sense_is_wrong_usage(run: Shell, arguments: Sequence[str]) -> None:
    ended = run(*arguments)
    assert ended.status == 2
    assert "usage: microfiche" in ended.err


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MICROFICHE_ENGINE", "grep"),
        ("MICROFICHE_THREADS", "0"),
        ("MICROFICHE_MAX_FILE_SIZE", "big"),
        ("MICROFICHE_CORS_ORIGINS", "not json"),
        ("MICROFICHE_RATE_LIMIT", "now and then"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    run: Shell, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    ended = run("stats")
    assert ended.status == 2
    assert name.casefold() in one_sentence(ended).casefold()


def test_a_port_that_is_none_is_wrong_usage(run: Shell) -> None:
    ended = run("serve", "--port", "70000")
    assert ended.status == 2
    assert "1 to 65535" in one_sentence(ended)


# Ingest


def test_an_ingest_of_good_files_ends_well_and_says_what_it_did(run: Shell, tmp_path: Path) -> None:
    ended = run("ingest", write_lines(tmp_path / "known.jsonl", [MOON, MARS]))
    assert ended.status == 0
    assert "Read 2 articles in 1 files" in ended.out
    assert "2 added, 0 changed, 0 unchanged, 0 removed, 0 rejected" in ended.out
    assert run("search", "moon").out.count("Men walk on the moon") == 1


def test_an_ingest_with_rejections_takes_the_rest_and_ends_with_3(run: Shell, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "known.jsonl", [MOON])
    file.write_text(file.read_text("utf-8") + "{[bold]oops\n", encoding="utf-8")
    ended = run("ingest", file)
    assert ended.status == 3
    assert "1 rejected: not_json" in ended.out
    assert "known.jsonl, line 2 is not JSON" in ended.out
    assert run("ingest", file).status == 3


def test_the_json_report_is_one_object_whose_counts_add_up(run: Shell, tmp_path: Path) -> None:
    (tmp_path / "wire").mkdir()
    write_lines(tmp_path / "wire" / "a.jsonl", [MOON, {"title": "No body"}])
    (tmp_path / "wire" / "empty.txt").touch()
    ended = run("ingest", tmp_path / "wire", "--json")
    report = json.loads(ended.out)
    assert (ended.status, ended.err) == (3, "")
    assert report["read"] == report["added"] + report["changed"] + report["unchanged"] + len(
        report["rejections"]
    )
    assert (report["read"], report["added"], report["files"]) == (3, 1, 2)
    assert report["rejected"] == {"no_body": 1, "empty": 1}
    assert {rejected["path"] for rejected in report["rejections"]} == {"a.jsonl", "empty.txt"}


def test_a_quiet_ingest_prints_nothing(run: Shell, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "known.jsonl", [MOON, {"title": "No body"}])
    assert run("ingest", file, "--quiet") == Ended(3, "", "")


def test_a_collection_that_is_named_gives_the_ids(run: Shell, tmp_path: Path) -> None:
    one, two = (write_lines(tmp_path / name / "a.jsonl", [MOON]) for name in ("one", "two"))
    run("ingest", one, "--collection", "dailies")
    assert json.loads(run("ingest", two, "--collection", "dailies", "--json").out)["unchanged"] == 1


def test_pruning_and_reading_again_can_be_asked_for(run: Shell, tmp_path: Path) -> None:
    write_lines(tmp_path / "wire" / "a.jsonl", [MOON])
    write_lines(tmp_path / "wire" / "b.jsonl", [MARS])
    run("ingest", tmp_path / "wire")
    (tmp_path / "wire" / "b.jsonl").unlink()
    assert json.loads(run("ingest", tmp_path / "wire", "--again", "--json").out)["changed"] == 2
    assert json.loads(run("ingest", tmp_path / "wire", "--prune", "--json").out)["removed"] == 1
    assert "0 articles for mars" in run("search", "mars").out


def test_a_path_that_is_not_there_is_wrong_usage(run: Shell, tmp_path: Path) -> None:
    ended = run("ingest", tmp_path / "nowhere")
    assert ended.status == 2
    assert "nowhere does not exist" in one_sentence(ended)


def test_a_folder_with_nothing_in_it_is_wrong_usage(run: Shell, tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    ended = run("ingest", tmp_path / "bare")
    assert ended.status == 2
    assert "nothing to read" in one_sentence(ended)


def test_an_ingest_beside_another_fails_and_names_it(run: Shell, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "known.jsonl", [MOON])
    with Database(run.data / "store.db", run.data / "locks").lock("ingest"):
        ended = run("ingest", file)
    assert ended.status == 1
    assert f"process {os.getpid()}" in one_sentence(ended)


@pytest.mark.parametrize("command", [("stats",), ("search", "moon"), ("check",), ("export",), ("reindex",)])
def test_a_store_that_is_no_database_fails_with_what_to_do(run: Shell, command: Sequence[str]) -> None:
    run.data.mkdir()
    (run.data / "store.db").write_text("Dear diary, " * 1_000, encoding="utf-8")
    ended = run(*command)
    assert ended.status == 1
    assert "store.db cannot be used" in one_sentence(ended)


def test_a_data_folder_that_cannot_be_made_fails_with_what_to_do(run: Shell) -> None:
    run.data.write_text("in the way", encoding="utf-8")
    ended = run("stats")
    assert ended.status == 1
    assert "cannot be used" in one_sentence(ended)


# Reading


def test_search_prints_id_date_title_and_snippet(filled: Shell) -> None:
    ended = filled("search", "astronauts")
    assert ended.status == 0
    assert "1969-07-21" in ended.out
    assert "Men walk on the moon" in ended.out
    assert "Two astronauts landed in the Sea of [Tranquility]." in ended.out
    assert "1 articles for astronauts" in ended.out
    assert filled("show", ended.out.split()[4]).status == 0


def test_search_says_what_it_read_kindly_and_keeps_it_out_of_the_answer(filled: Shell) -> None:
    ended = filled("search", '"moon')
    assert ended.status == 0
    assert "note: " in ended.err
    assert "note: " not in ended.out


def test_search_says_how_the_archive_spells_what_it_did_not_find(filled: Shell) -> None:
    assert "Did you mean: astronauts" in filled("search", "astranouts").err


def test_search_as_json_is_the_answer_of_the_api(filled: Shell) -> None:
    printed = json.loads(filled("search", "moon OR mars", "--json").out)
    with TestClient(create_app(Settings(data=filled.data))) as client:
        answered = client.get("/v1/search", params={"q": "moon OR mars"}).json()
    assert printed == answered


def test_a_search_past_its_limits_is_wrong_usage(filled: Shell) -> None:
    assert filled("search", "date:soon").status == 2
    assert filled("search", "moon", "--limit", "101").status == 2


def test_a_query_of_bytes_that_are_no_text_is_no_crash(filled: Shell) -> None:
    assert filled("search", os.fsdecode(b"moon \xff")).status in (0, 2)
    assert filled("show", os.fsdecode(b"\xff")).status == 2


def test_show_prints_the_article_and_refuses_an_unknown_id(filled: Shell) -> None:
    [hit] = json.loads(filled("search", "astronauts", "--json").out)["hits"]
    ended = filled("show", hit["id"])
    assert ended.status == 0
    assert all(
        text in ended.out for text in ("Men walk on the moon", "1969-07-21", "Courier", "[Tranquility]")
    )
    unknown = filled("show", "nonesuch")
    assert unknown.status == 2
    assert "no article 'nonesuch'" in one_sentence(unknown)


def test_show_finds_an_article_by_a_copy_s_id(filled: Shell, tmp_path: Path) -> None:
    with archive_at(filled.data) as archive:
        ingest(archive, write_lines(tmp_path / "copies.jsonl", [MOON]))
        ids = {hit["id"] for hit in json.loads(filled("search", "astronauts", "--json").out)["hits"]}
    copies = [copy["id"] for text in filled("export").out.splitlines() for copy in json.loads(text)["copies"]]
    assert len(ids) == len(copies) == 1
    assert filled("show", copies[0]).out == filled("show", *ids).out


def test_export_gives_every_article_once_as_the_api_does_and_its_path(filled: Shell, tmp_path: Path) -> None:
    assert filled("export", "--output", tmp_path / "all.jsonl") == Ended(0, "", "")
    exported = [json.loads(text) for text in (tmp_path / "all.jsonl").read_text("utf-8").splitlines()]
    assert {article["given_id"] for article in exported} == {"moon", "mars"}
    assert len(exported) == 2
    with TestClient(create_app(Settings(data=filled.data)), base_url="http://reader") as client:
        for article in exported:
            answered = client.get(f"/v1/articles/{article['id']}").json()
            assert article.pop("path") == "known.jsonl"
            for given in (article, answered):
                given["links"] = {
                    name: link.removeprefix("http://reader") for name, link in given["links"].items()
                }
            assert article == answered


def test_export_to_a_place_that_cannot_be_written_is_wrong_usage(filled: Shell, tmp_path: Path) -> None:
    ended = filled("export", "--output", tmp_path / "nowhere" / "all.jsonl")
    assert ended.status == 2
    assert "cannot be written" in one_sentence(ended)


# Keeping


def test_check_is_content_with_a_level_index_and_reindex_mends_a_lost_one(filled: Shell) -> None:
    assert filled("check") == Ended(0, "Store and index agree.\n", "")
    (filled.data / "index" / "CURRENT").unlink()
    lost = filled("check")
    assert lost.status == 1
    assert "mend it with: microfiche reindex" in lost.out
    assert filled("reindex").status == 0
    assert filled("check").status == 0


@pytest.mark.parametrize("content", [b"", b"no json", b"\xff\xfe"])
def test_reindex_mends_an_index_whose_signpost_is_damaged(filled: Shell, content: bytes) -> None:
    (filled.data / "index" / "CURRENT").write_bytes(content)
    assert filled("check").status == 1
    assert filled("reindex").status == 0
    assert "Men walk" in filled("search", "moon").out


def test_search_builds_an_index_that_is_not_there(filled: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MICROFICHE_ENGINE", "whoosh")
    assert "Men walk on the moon" in filled("search", "moon").out


def test_stats_say_what_the_archive_holds(filled: Shell) -> None:
    ended = filled("stats")
    assert ended.status == 0
    lines = {line.split(maxsplit=1)[0]: line.split(maxsplit=1)[1].strip() for line in ended.out.splitlines()}
    assert (lines["articles"], lines["revision"], lines["engine"]) == ("2", "1", "tantivy")
    assert lines["published"] == "1969-07-21 to 1969-07-21, 1 undated"
    assert (lines["copies"], lines["years"], lines["sources"]) == ("0", "1969 1", "1")
    assert (lines["files"], lines["collections"], lines["rejected"]) == ("1", "known.jsonl 1", "none")
    assert lines["index"].endswith(", revision 1, level with the store)")


def test_stats_say_what_was_refused_and_how_far_the_index_is_behind(run: Shell, tmp_path: Path) -> None:
    lines = write_lines(tmp_path / "known.jsonl", [MOON, {"id": "empty"}])
    with archive_at(run.data) as archive:
        ingest(archive, lines)
        with archive.store.write() as session:
            raise_revision(session)
    said = run("stats").out
    assert "1 behind the store" in said
    assert next(line for line in said.splitlines() if line.startswith("rejected")).endswith(" 1")


def test_stats_count_many_years_by_decade(run: Shell, tmp_path: Path) -> None:
    old = [
        {"id": str(year), "title": f"In {year}", "body": f"It was {year}.", "published": str(year)}
        for year in range(1901, 1941)
    ]
    with archive_at(run.data) as archive:
        ingest(archive, write_lines(tmp_path / "old.jsonl", old))
    assert "1900s 9, 1910s 10, 1920s 10, 1930s 10, 1940s 1" in run("stats").out


def test_an_archive_with_nothing_in_it_answers_every_question(run: Shell) -> None:
    assert "0 articles for moon" in run("search", "moon").out
    assert run("stats").status == 0
    assert run("export") == Ended(0, "", "")
    assert run("check").status == 0
    assert "None" not in run("stats").out


# Processes


def test_a_piped_ingest_prints_plain_lines(tmp_path: Path) -> None:
    file = write_lines(tmp_path / "known.jsonl", [MOON, MARS])
    ended = process(["ingest", str(file)], tmp_path / "data")
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b"\x1b" not in ended.stdout
    assert b"\r" not in ended.stdout
    assert ended.stdout.startswith(b"Read 2 articles in 1 files")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_output_that_nobody_reads_is_no_failure(filled: Shell, unbuffered: str) -> None:
    command = f'{sys.executable} -c "from app.cli import run; run()" export | true'
    environment = os.environ | {"MICROFICHE_DATA": str(filled.data), "PYTHONUNBUFFERED": unbuffered}
    ended = subprocess.run(
        ["/bin/sh", "-c", command], cwd=ROOT, env=environment, capture_output=True, timeout=60, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_progress_that_is_piped_is_said_in_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with shown_progress(hidden=False) as progress:
        assert callable(progress)
    assert "\x1b" not in capsys.readouterr().err


# Backup and restore


def test_a_backup_says_what_it_holds_and_is_put_back(filled: Shell, tmp_path: Path) -> None:
    ended = filled("backup", tmp_path / "backup.db")
    assert (ended.status, ended.err) == (0, "")
    assert "holds 2 articles, the store at revision 1 (" in ended.out
    assert filled("backup", tmp_path / "backup.db").status == 2
    ended = filled("restore", tmp_path / "backup.db")
    assert (ended.status, ended.err) == (0, "")
    assert "The archive holds 2 articles again, at revision 1; all is indexed." in ended.out
    assert filled("check").out == "Store and index agree.\n"


def test_a_backup_that_is_not_there_is_wrong_usage(filled: Shell, tmp_path: Path) -> None:
    ended = filled("restore", tmp_path / "nowhere.db")
    assert ended.status == 2
    assert "nowhere.db is no file" in one_sentence(ended)


def test_a_check_reads_all_of_the_store(filled: Shell) -> None:
    store = filled.data / "store.db"
    content = store.read_bytes()
    store.write_bytes(content[:40_960] + b"\xff" * (len(content) - 40_960))
    ended = filled("check")
    assert ended.status == 1
    assert "microfiche restore" in one_sentence(ended)


# Keys


def test_a_key_is_shown_once_listed_without_itself_and_revoked(
    run: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MICROFICHE_API_KEYS_FILE", str(tmp_path / "keys.json"))
    created = run("keys", "create", "--name", "reading room", "--rate", "5/second")
    key = created.out.strip()
    assert (created.status, len(key.split("_", 2))) == (0, 3)
    key_id = key.split("_")[1]
    listed = run("keys", "list")
    assert listed.out.startswith(key_id)
    assert "\t5/second\treading room\n" in listed.out
    assert key not in listed.out
    assert run("keys", "revoke", key_id).status == 0
    assert run("keys", "list").out == ""
    assert "no key" in one_sentence(run("keys", "revoke", key_id))


@pytest.mark.parametrize("words", [("create",), ("list",), ("revoke",), ("list", "7")])
def test_keys_without_a_file_or_with_a_wrong_id_are_wrong_usage(
    run: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: Sequence[str]
) -> None:
    if words in [("revoke",), ("list", "7")]:
        monkeypatch.setenv("MICROFICHE_API_KEYS_FILE", str(tmp_path / "keys.json"))
    ended = run("keys", *words)
    assert ended.status == 2
    assert one_sentence(ended)


def test_a_server_whose_keys_are_not_there_does_not_start(
    run: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MICROFICHE_API_KEYS_FILE", str(tmp_path / "keys.json"))
    ended = run("serve", "--port", "18767")
    assert ended.status == 1
    assert "microfiche keys create" in one_sentence(ended)
