"""What the settings take from the environment: read once, checked, with defaults that are safe on loopback."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from fairshare.faults import bad_argument


def flag(name: str) -> bool:
    """Whether a switch is on (``1``, ``true``, ``yes``)."""
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def home() -> Path:
    """The folder of the database, the secret and collected files; made if missing, closed to others."""
    given = os.environ.get("FAIRSHARE_HOME", "")  # an account of a service need not have a home of its own
    path = (Path(given).expanduser() if given else Path.home() / ".local/share/fairshare").resolve()
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def folder(name: str, default: Path) -> Path:
    """A folder of the environment, or the default; made if missing."""
    path = Path(os.environ.get(name, default))
    path.mkdir(parents=True, exist_ok=True)
    return path


def hosts() -> list[str]:
    """The names under which the Workbench is served; none on loopback."""
    return [name.strip() for name in os.environ.get("FAIRSHARE_HOSTS", "").split(",") if name.strip()]


def secret(folder: Path, production: bool) -> str:
    """The secret key: from the environment, or made once and kept in ``folder``. Production must set its own."""
    given = os.environ.get("FAIRSHARE_SECRET", "")
    if given:
        if len(given) < 50:
            raise bad_argument("FAIRSHARE_SECRET", "is too short", "50 characters or more, at random")
        return given
    if production:
        raise bad_argument("FAIRSHARE_SECRET", "is not set", "50 characters or more, at random")
    file = folder / "secret"
    if not file.exists():
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as opened:
            opened.write(secrets.token_urlsafe(64))
    return file.read_text(encoding="ascii").strip()


CONNECTION: Final = {
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "connect_timeout": "PGCONNECT_TIMEOUT",
    "options": "PGOPTIONS",
}
"""What the query of ``DATABASE_URL`` may say besides ``host``, and by what name the tools of PostgreSQL know it."""


def database(folder: Path) -> dict[str, Any]:
    """The database of ``DATABASE_URL`` (PostgreSQL), or the file ``fairshare.sqlite3`` in ``folder``."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return _sqlite(folder / "fairshare.sqlite3")
    try:
        parts, port = urlsplit(url), urlsplit(url).port
    except ValueError as error:
        raise bad_argument(
            "DATABASE_URL", f"is no address ({error})", "postgresql://user:password@host:port/name"
        ) from None
    if parts.scheme == "sqlite":
        _query(parts.query, ())
        return _sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgresql", "postgres"}:
        raise bad_argument("DATABASE_URL", f"{parts.scheme!r} is not supported", "postgresql://… or sqlite:///…")
    options = _query(parts.query, ("host", *CONNECTION))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "fairshare",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": str(port or ""),
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 60,
        "OPTIONS": options,
    }


def _query(text: str, known: tuple[str, ...]) -> dict[str, str]:
    """The parameters of a query; one that is not known, or comes twice, is refused rather than passed over."""
    found: dict[str, str] = {}
    for part in filter(None, text.split("&")):
        name, _, value = map(unquote, part.partition("="))
        if name not in known or name in found:
            problem = f"the parameter {name!r} is {'there twice' if name in found else 'not supported'}"
            raise bad_argument("DATABASE_URL", problem, f"one of {', '.join(known)}" if known else "none")
        found[name] = value
    return found


def _sqlite(file: Path) -> dict[str, Any]:
    """SQLite as one writer and many readers: write-ahead log, full sync, and a writer that waits for its turn."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            " PRAGMA secure_delete=ON;",
        },
    }


def case_months() -> int:
    """How many months a relocation case is kept after its end: who answers for the data decides, the AMMR sets none.

    A year if nobody does: the January confirmations (60(6)) and the settlement of the pool year fall into it."""
    text = os.environ.get("FAIRSHARE_CASE_MONTHS", "12")
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= 120:
        raise bad_argument("FAIRSHARE_CASE_MONTHS", f"{text!r} is no period", "months from 1 to 120")
    return int(text)


def mail() -> tuple[str, int, str, str] | None:
    """Host, port, user and password of ``FAIRSHARE_MAIL``; without it no mail is sent."""
    url = os.environ.get("FAIRSHARE_MAIL", "")
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme != "smtp" or not parts.hostname:
        raise bad_argument("FAIRSHARE_MAIL", "is no address of a mail server", "smtp://user:password@host:587")
    return parts.hostname, parts.port or 587, unquote(parts.username or ""), unquote(parts.password or "")


def observatory() -> str:
    """The address of the Observatory that public pages lead to, of ``FAIRSHARE_OBSERVATORY``; without it none."""
    url = os.environ.get("FAIRSHARE_OBSERVATORY", "").strip()
    try:
        is_page = urlsplit(url).scheme in {"http", "https"} and bool(urlsplit(url).hostname)
    except ValueError:
        is_page = False
    if url and not is_page:
        raise bad_argument("FAIRSHARE_OBSERVATORY", "is no address of a page", "https://name/folder/")
    return url
