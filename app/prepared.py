"""Statements compiled once, for what every request asks of the store."""

from typing import Any

from sqlalchemy import ClauseElement, Connection, Select, bindparam, func, select
from sqlalchemy.dialects.sqlite import dialect


class Prepared:
    """A select that goes to SQLite as it was compiled, and whose rows come as SQLite gives them: JSON as text.

    To compile, carry and unpack it takes SQLAlchemy up to ten times as long as SQLite takes to answer.
    """

    def __init__(self, statement: ClauseElement) -> None:
        compiled = statement.compile(dialect=dialect(paramstyle="named"))
        self.sql = str(compiled)
        self._bound = {name: value for name, value in compiled.params.items() if value is not None}

    def rows(self, connection: Connection, **values: object) -> list[tuple[Any, ...]]:
        """All rows, in the transaction that the connection is in."""
        driver: Any = connection.connection.driver_connection
        found: list[tuple[Any, ...]] = driver.execute(self.sql, self._bound | values).fetchall()
        return found


def asked(name: str) -> Select[Any]:
    """The values of `name`, a JSON list, for an `IN`: the statement is the same however many they are."""
    return select(func.json_each(bindparam(name)).table_valued("value").c.value)
