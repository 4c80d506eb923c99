"""API keys: what is kept of them, and which are good."""

import json
import threading
from pathlib import Path

import pytest

from app.errors import NotFound, StoreError
from app.keys import Keyring, create_key, read_keys, revoke_key


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


def test_a_key_fits_and_nothing_else_does(file: Path) -> None:
    key, other = create_key(file, "one", None), create_key(file, "two", None)
    ring = Keyring(file)
    found = ring.match(key)
    assert found is not None
    assert found.name == "one"
    key_id = key.split("_")[1]
    strangers = ["", key_id, key[:-1], key + "x", f"mf_{key_id}_", f"xx{key[2:]}", "mf__", "é\udc80"]
    strangers.append(f"mf_{key_id}_{other.split('_', 2)[2]}")
    assert [ring.match(stranger) for stranger in strangers] == [None] * len(strangers)


def test_only_hashes_are_kept_and_only_for_the_owner_to_read(file: Path) -> None:
    secret = create_key(file, "one", None).split("_", 2)[2]
    assert secret not in file.read_text("utf-8")
    assert file.stat().st_mode & 0o777 == 0o600


def test_two_keys_have_two_salts(file: Path) -> None:
    create_key(file, "", None)
    create_key(file, "", None)
    assert len({key.salt for key in read_keys(file)}) == 2


def test_a_key_that_is_made_or_revoked_is_seen_at_once(file: Path) -> None:
    first = create_key(file, "first", None)
    ring = Keyring(file)
    assert ring.match(first)
    second = create_key(file, "second", None)
    assert ring.match(second)
    revoke_key(file, first.split("_")[1])
    assert ring.match(first) is None
    assert ring.match(second)
    with pytest.raises(NotFound):
        revoke_key(file, first.split("_")[1])


def test_keys_made_at_the_same_time_are_all_kept(file: Path) -> None:
    threads = [threading.Thread(target=create_key, args=(file, str(n), None)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {key.name for key in read_keys(file)} == {str(n) for n in range(8)}


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"keys": [{}]}', "not json", '{"keys": 7}'])
def test_with_a_file_that_holds_no_keys_no_key_is_good(file: Path, content: str) -> None:
    key = create_key(file, "one", None)
    ring = Keyring(file)
    assert ring.match(key)
    file.write_text(content, encoding="utf-8")
    for _ in range(2):
        with pytest.raises(StoreError):
            ring.match(key)
    file.unlink()
    with pytest.raises(StoreError, match="microfiche keys create"):
        ring.match(key)


def test_what_a_later_version_keeps_beside_is_no_hindrance(file: Path) -> None:
    key = create_key(file, "one", None)
    told = json.loads(file.read_text("utf-8"))
    told["keys"][0]["colour"] = "green"
    file.write_text(json.dumps(told), encoding="utf-8")
    assert Keyring(file).match(key)
