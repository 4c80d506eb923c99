"""API keys: made here, shown once, and kept as salted hashes in a file that servers follow."""

import hashlib
import hmac
import json
import os
import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock
from filelock import Timeout as LockTimeout

from app.errors import Busy, NotFound, StoreError

_PREFIX = "mf"
_SECRET_BYTES = 32
_ID_BYTES = 5
_SALT_BYTES = 16
_WAIT_SECONDS = 10
# Nobody's: compared with what an unknown id brings, which is to take as long as a known one.
_NO_SALT, _NO_HASH = bytes(_SALT_BYTES).hex(), bytes(32).hex()


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What is kept of a key: never the key. `rate` is its own limit, as `100/minute`, or None for everybody's."""

    id: str
    name: str
    created: str
    rate: str | None
    salt: str
    hash: str


def create_key(file: Path, name: str, rate: str | None) -> str:
    """Add a key to the file, which is made where there is none; returns the key, which nobody can show again.

    Raises `StoreError` where the file cannot be read or written.
    """
    with _locked(file):
        kept = read_keys(file) if file.exists() else ()
        key_id, secret = secrets.token_hex(_ID_BYTES), secrets.token_urlsafe(_SECRET_BYTES)
        salt = secrets.token_bytes(_SALT_BYTES).hex()
        created = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        _write(file, [*kept, ApiKey(key_id, name, created, rate, salt, _digest(salt, secret))])
    return f"{_PREFIX}_{key_id}_{secret}"


def revoke_key(file: Path, key_id: str) -> None:
    """Take a key out of the file; raises `NotFound` where it is not in it."""
    with _locked(file):
        kept = read_keys(file)
        left = [key for key in kept if key.id != key_id]
        if len(left) == len(kept):
            raise NotFound(f"There is no key {key_id!r}: `microfiche keys list` shows ids.")
        _write(file, left)


def read_keys(file: Path) -> tuple[ApiKey, ...]:
    """The keys of the file in the order in which they were made; raises `StoreError` where it holds none such."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        return tuple(ApiKey(**{name: told_of[name] for name in ApiKey.__slots__}) for told_of in told["keys"])
    except FileNotFoundError as error:
        raise StoreError(f"There are no keys at {file}: make one with `microfiche keys create`.") from error
    except OSError as error:
        raise StoreError(f"{file} cannot be read ({error.strerror}): check its permissions.") from error
    except (ValueError, TypeError, KeyError) as error:
        raise StoreError(
            f"{file} holds no API keys ({error!r}): put it back, or delete it and make new ones."
        ) from error


class Keyring:
    """The keys of a file as they are now: read anew whenever the file is replaced."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._state: tuple[int, int, int] | None = None
        self._keys: dict[str, ApiKey] = {}
        self._changing = threading.Lock()

    def match(self, given: str) -> ApiKey | None:
        """The key that was given, if it is one of the file's. Takes as long for one that is not.

        Raises `StoreError` where the file cannot be read: then no key is good.
        """
        self._follow()
        prefix, _, rest = given.partition("_")
        key_id, _, secret = rest.partition("_")
        key = self._keys.get(key_id) if prefix == _PREFIX else None
        salt, kept = (key.salt, key.hash) if key else (_NO_SALT, _NO_HASH)
        return key if hmac.compare_digest(_digest(salt, secret), kept) else None

    def _follow(self) -> None:
        try:
            status = self._file.stat()
            state = (status.st_ino, status.st_mtime_ns, status.st_size)
        except OSError:
            state = None
        if state is not None and state == self._state:
            return
        with self._changing:
            self._keys, self._state = {}, None
            self._keys = {key.id: key for key in read_keys(self._file)}
            self._state = state


def _digest(salt: str, secret: str) -> str:
    # A secret of 256 random bits cannot be guessed from a fast hash, as a password could.
    return hashlib.blake2b(
        secret.encode("utf-8", "replace"), salt=bytes.fromhex(salt), digest_size=32
    ).hexdigest()


def _write(file: Path, keys: Sequence[ApiKey]) -> None:
    """Replace the file in one step, readable by its owner alone."""
    aside = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            json.dump({"keys": [asdict(key) for key in keys]}, out, indent=1)
            out.flush()
            os.fsync(out.fileno())
        aside.replace(file)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise StoreError(f"{file} cannot be written ({error.strerror}): check its permissions.") from error


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    """So that of two commands neither loses what the other wrote."""
    lock = FileLock(file.with_name(f"{file.name}.lock"), timeout=_WAIT_SECONDS)
    with ExitStack() as held:
        # What goes wrong under the lock is none of the lock's.
        try:
            held.enter_context(lock)
        except LockTimeout as error:
            raise Busy(f"Another process is changing {file}: wait for it to end.") from error
        except OSError as error:
            raise StoreError(
                f"{file} cannot be written ({error.strerror}): check its permissions."
            ) from error
        yield
