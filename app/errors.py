"""Every error that Microfiche raises on purpose: one family, each with a code, none with HTTP.

    MicroficheError
    ├── UsageError            the request or the command cannot be carried out as it stands
    │   ├── QueryError        the query text breaks a limit or asks for the impossible
    │   ├── ParameterError    a parameter's value is none that it can take
    │   └── NotFound          no article has that id
    ├── StoreError            the database cannot be opened, read or written
    │   ├── SchemaTooNew      it was written by a newer Microfiche
    │   └── StoreDamaged      its file is cut short or corrupt; `microfiche restore` puts a backup back
    ├── IndexUnreadable       the index cannot be read; `microfiche reindex` rebuilds it
    ├── Busy                  another process holds the lock that this work needs
    ├── Overloaded            more is asked than can be answered now
    ├── TimedOut              an answer took longer than it may
    ├── WorkerLost            a process that an ingest had started ended before its work did
    └── ServeError            the server cannot start (port in use, no permission)

`app.api.problems` maps the codes to HTTP, `app.cli` maps them to exit statuses; nobody else does.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to tell the asker: an error, or how a forgiving reading differs from what was typed.

    `start` and `end` are code points of the parameter's value; both are None where no place can be named.
    """

    code: str
    message: str
    param: str | None = None
    start: int | None = None
    end: int | None = None


class MicroficheError(Exception):
    """The root of the family: `str(error)` is one sentence that says what to do.

    `code` narrows the class's own; `param` names the parameter at fault; `notes` point at each place at fault.
    """

    code = "error"

    def __init__(
        self, message: str, *, code: str | None = None, param: str | None = None, notes: Sequence[Note] = ()
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.notes = tuple(notes) or (Note(self.code, message, param),)


class UsageError(MicroficheError):
    code = "usage"


class QueryError(UsageError):
    code = "query"


class ParameterError(UsageError):
    code = "parameter"


class NotFound(UsageError):
    code = "not_found"


class StoreError(MicroficheError):
    code = "store"


class SchemaTooNew(StoreError):
    code = "schema_too_new"


class StoreDamaged(StoreError):
    code = "store_damaged"


class IndexUnreadable(MicroficheError):
    code = "index_unreadable"


class Busy(MicroficheError):
    code = "busy"


class Overloaded(MicroficheError):
    code = "overloaded"


class TimedOut(MicroficheError):
    code = "timed_out"


class WorkerLost(MicroficheError):
    code = "worker_lost"


class ServeError(MicroficheError):
    code = "serve"
