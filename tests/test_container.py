"""The container's steps in a plain shell: its commands and environment, no privileges, an app that is read-only."""

import compileall
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.archives import CORPUS, write_lines

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
_UP_WITHIN_SECONDS = 40.0
# What root may do beyond other users is taken from it, as by `cap_drop` and `no-new-privileges`: then the modes of
# files hold for it too. Another user might not reach this Python, which can lie in root's own folder.
_UNPRIVILEGED = ("setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs")


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions in order: name and what follows it."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    joined = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in joined.splitlines()) if name]


def last_stage() -> dict[str, str]:
    """What the image itself says, by instruction; the last of several."""
    found = instructions()
    begin = max(i for i, (name, _) in enumerate(found) if name == "FROM")
    return dict(found[begin:])


IMAGE = last_stage()


@dataclass(frozen=True, slots=True)
class Container:
    """The image's places as folders of this machine. Only `data` and `scratch` can be written."""

    folder: Path
    articles: Path
    port: int

    def here(self, text: str) -> str:
        """The text with the image's places, port and variables put as they are here."""
        places = {
            "/data": str(self.folder / "data"),
            "/tmp": str(self.folder / "scratch"),  # noqa: S108 - the image's own
            "/articles": str(self.articles),
            "/opt/microfiche/bin": str(self.folder / "bin"),
            "$PATH": os.environ["PATH"],
            "8000": str(self.port),
        }
        return re.sub("|".join(map(re.escape, places)), lambda found: places[found[0]], text)

    @property
    def environment(self) -> dict[str, str]:
        said = dict(pair.split("=", 1) for pair in shlex.split(IMAGE["ENV"]))
        return {name: self.here(value) for name, value in said.items()}

    def start(
        self, command: Sequence[str], more: Mapping[str, str] | None = None
    ) -> "subprocess.Popen[bytes]":
        program, *arguments = (self.here(part) for part in command)
        return subprocess.Popen(
            [*unprivileged(), str(shutil.which(program, path=self.environment["PATH"])), *arguments],
            cwd=self.folder / "data",
            env=self.environment | dict(more or {}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def run(self, command: Sequence[str], more: Mapping[str, str] | None = None) -> tuple[int, str]:
        with self.start(command, more) as process:
            out, _ = process.communicate(timeout=120)
        return process.returncode, out.decode()

    def ingest(self) -> tuple[int, str]:
        service = SERVICES["ingest"]
        command = [*service["entrypoint"], *service["command"]]
        # Compose reads `$$` as a dollar sign that is the shell's business.
        return self.run([part.replace("$$", "$") for part in command], {"COLLECTION": "corpus"})

    @contextmanager
    def served(self) -> "Iterator[subprocess.Popen[bytes]]":
        with self.start(json.loads(IMAGE["CMD"])) as process:
            try:
                self._wait_until_healthy(process)
                yield process
            finally:
                process.kill()

    def is_healthy(self) -> bool:
        command = json.loads(IMAGE["HEALTHCHECK"].partition("CMD ")[2])
        return self.run(command)[0] == 0

    def _wait_until_healthy(self, process: "subprocess.Popen[bytes]") -> None:
        deadline = time.monotonic() + _UP_WITHIN_SECONDS
        while not self.is_healthy():
            assert process.poll() is None, "the server ended by itself"
            assert time.monotonic() < deadline, "the server did not become healthy"
            time.sleep(0.2)


@contextmanager
def container(articles: Path) -> Iterator[Container]:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for room in ("app", "migrations"):
            shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
            # pip does this in the image, where later nobody could.
            compileall.compile_dir(folder / room, quiet=1)
        (folder / "bin").mkdir()
        write_program(folder / "bin" / "python", sys.executable, folder)
        write_program(
            folder / "bin" / "microfiche", f"{sys.executable} -c 'from app.cli import run; run()'", folder
        )
        for writable in ("data", "scratch"):
            (folder / writable).mkdir()
        for room in ("app", "migrations", "bin", "."):
            close(folder / room)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        try:
            yield Container(folder, articles, port)
        finally:
            for inside in [folder, *folder.rglob("*")]:
                if inside.is_dir() and not inside.is_symlink():
                    inside.chmod(0o755)


def unprivileged() -> tuple[str, ...]:
    """What a command is put behind so that it may do no more than any user."""
    if os.geteuid() != 0:
        return ()
    if shutil.which(_UNPRIVILEGED[0]) is None:
        pytest.skip("root without setpriv (of util-linux) could write what is read-only in a container")
    return _UNPRIVILEGED


def write_program(path: Path, command: str, folder: Path) -> None:
    path.write_text(f'#!/bin/sh\nPYTHONPATH={folder} exec {command} "$@"\n', encoding="utf-8")
    path.chmod(0o755)


def close(folder: Path) -> None:
    """Let nobody write in a folder, nor, below it, in any that is to be read only."""
    folder.chmod(0o555)
    for inside in folder.rglob("*") if folder.name in ("app", "migrations", "bin") else ():
        inside.chmod(inside.stat().st_mode & 0o555)


@pytest.fixture(scope="module")
def filled() -> Iterator[Container]:
    with container(CORPUS) as made:
        status, said = made.ingest()
        assert status == 0, said
        yield made


def test_the_server_becomes_healthy_on_what_the_ingest_left_and_stops_when_told(filled: Container) -> None:
    assert not filled.is_healthy()
    with filled.served() as server:
        address = f"http://127.0.0.1:{filled.port}/v1/search?q=moon"
        with urllib.request.urlopen(address, timeout=10) as answer:
            assert json.load(answer)["total"] > 0
        server.send_signal(signal.Signals[IMAGE["STOPSIGNAL"]])
        assert server.wait(timeout=20) == 0


def test_another_command_finds_the_same_archive(filled: Container) -> None:
    status, said = filled.run(["microfiche", "stats"])
    assert status == 0
    assert str(filled.folder / "data") in said


def test_nothing_is_written_beside_the_data(filled: Container) -> None:
    # The rest cannot be written to.
    assert list((filled.folder / "scratch").iterdir()) == []
    assert {path.name for path in (filled.folder / "data").iterdir()} >= {"store.db", "index", "locks"}


def test_an_ingest_that_rejects_some_is_worth_serving_and_one_that_fails_is_not(tmp_path: Path) -> None:
    with container(CORPUS) as made:
        articles = made.folder / "scratch" / "articles"
        write_lines(articles / "good.jsonl", [{"id": "1", "title": "Moon", "body": "The moon."}])
        (articles / "bad.jsonl").write_text("no json\n", encoding="utf-8")
        some = Container(made.folder, articles, made.port)
        status, said = some.ingest()
        assert (status, "1 rejected" in said) == (0, True)
        none = Container(made.folder, tmp_path / "nothing", made.port)
        assert none.ingest()[0] != 0


def test_the_image_runs_as_a_user_by_number_who_is_not_root() -> None:
    user, _, group = IMAGE["USER"].partition(":")
    assert int(user) > 0
    assert int(group) > 0


def test_what_the_image_sets_is_a_setting_or_python_s_own() -> None:
    names = {pair.split("=", 1)[0] for pair in shlex.split(IMAGE["ENV"])}
    assert names == {"PATH", "HOME", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "MICROFICHE_DATA"}


@pytest.mark.parametrize("name", ["ingest", "serve"])
def test_each_service_writes_to_the_volume_and_to_memory_alone(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["tmpfs"] == "/tmp"  # noqa: S108 - the container's own
    writable = [volume for volume in service["volumes"] if not volume.endswith(":ro")]
    assert writable == [f"archive:{json.loads(IMAGE['VOLUME'])[0]}"]
    assert "archive" in COMPOSE["volumes"]


def test_the_server_waits_for_the_ingest() -> None:
    assert SERVICES["serve"]["depends_on"] == {"ingest": {"condition": "service_completed_successfully"}}


def test_all_that_is_copied_is_there_and_reaches_the_build() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    copied = [
        source
        for name, rest in instructions()
        if name == "COPY" and "--from" not in rest
        for source in rest.split()[:-1]
    ]
    assert {"app", "migrations"} < set(copied)
    for source in copied:
        assert (ROOT / source).exists(), source
        assert f"!{source}" in ignored, source


@pytest.mark.parametrize("name", ["requirements-runtime.lock", "requirements-build.lock"])
def test_the_image_s_locks_hold_what_the_tests_ran_with(name: str) -> None:
    assert pinned(name) < pinned("requirements.lock")
    assert "://" not in (ROOT / name).read_text(encoding="utf-8")


def test_the_image_holds_no_test_tool() -> None:
    names = {pin.partition("==")[0] for pin in pinned("requirements-runtime.lock")}
    assert {"fastapi", "tantivy", "whoosh3"} < names
    assert not names & {"pytest", "mypy", "ruff", "hypothesis", "playwright", "uv", "hatchling"}


def pinned(name: str) -> set[str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return {line.split()[0] for line in lines if "==" in line and not line.startswith(("#", " "))}
