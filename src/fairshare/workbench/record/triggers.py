"""SQL by which the database refuses to change or delete entries, on SQLite and on PostgreSQL."""

from __future__ import annotations

from typing import Final

TABLE: Final = "record_entry"

_SQLITE: Final = tuple(
    f"CREATE TRIGGER {TABLE}_no_{verb.lower()} BEFORE {verb} ON {TABLE} "
    "BEGIN SELECT RAISE(ABORT, 'entries of the record are never changed'); END"
    for verb in ("UPDATE", "DELETE")
)
_POSTGRESQL: Final = (
    f"""CREATE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'entries of the record are never changed'; END $$""",
    f"""CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()""",
    f"""CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()""",
)
GUARDS: Final = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}
"""What makes the guards, by engine."""

LIFTS: Final = {
    "sqlite": tuple(f"DROP TRIGGER {TABLE}_no_{verb}" for verb in ("update", "delete")),
    "postgresql": (
        f"DROP TRIGGER {TABLE}_no_truncate ON {TABLE}",
        f"DROP TRIGGER {TABLE}_no_change ON {TABLE}",
        f"DROP FUNCTION {TABLE}_refuse()",
    ),
}
"""What lifts them: for a migration back to nothing, and for tests that damage a record on purpose."""
