"""``fairshare serve``: the Workbench with one command; and ``fairshare work``: a worker by itself."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

import click

from fairshare.cli.workbench import first_line, ready

LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")
SHIPPED: Final = 2026
"""The cycle that is loaded into an empty database."""

DEMO_LINKS: Final = (
    "commission-head", "coordinator-head", "presidency-head", "council-head", "de-head", "de-delegate", "it-head",
    "it-caseworker", "frontex",
)  # fmt: skip
"""Whose links are printed; the sign-in page of a demonstration offers the others."""


@click.command(epilog="Ctrl-C stops it. Settings: see the how-to on running the Workbench. Try: fairshare serve --demo")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Where to listen.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--demo/--no-demo",
    default=None,
    envvar="FAIRSHARE_DEMO",
    help="Made-up people, no second factor (default: on loopback only).",
)
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Server processes.")
@click.option("--threads", type=click.IntRange(1, 64), default=4, show_default=True, help="Threads of each.")
@click.option("--no-worker", is_flag=True, help="Run no jobs here: `fairshare work` does elsewhere.")
@click.option("--open/--no-open", "open_", default=False, help="Open the browser, where there is one.")
def serve(port: int, host: str, demo: bool | None, workers: int, threads: int, no_worker: bool, open_: bool) -> None:
    """Serve the Workbench: migrate, load the cycle of 2026, print who can sign in, run server and worker."""
    from fairshare.workbench.ops.ports import require_free

    production = bool(os.environ.get("FAIRSHARE_HOSTS", "").strip())
    demo = (host in LOOPBACK and not production) if demo is None else demo
    _check(host, demo, production)
    host = "127.0.0.1" if host == "localhost" else host
    require_free(host, port)
    os.environ["FAIRSHARE_DEMO"] = "1" if demo else "0"
    ready()
    _prepare()
    _tell(f"http://{'localhost' if host in LOOPBACK else host}:{port}", demo)
    _let_go()
    if open_:
        _open(f"http://localhost:{port}/")
    if _run(host, port, workers, threads, no_worker):
        raise click.ClickException("the Workbench ended: see above")


@click.command(epilog="SIGTERM hands the job back at its next report. Try: fairshare work --once")
@click.option("--once", is_flag=True, help="End when no job waits.")
def work(once: bool) -> None:
    """Run the jobs of the Workbench: one at a time, until it is told to stop."""
    ready()
    from fairshare.cli.workbench import migrated
    from fairshare.workbench.jobs.worker import work as worked

    migrated()
    ended = worked(once=once)
    if once:
        click.echo(f"{ended} jobs ended", err=True)


def _check(host: str, demo: bool, production: bool) -> None:
    """Refuse what would let anybody in: made-up people beyond loopback, or a server without names."""
    from fairshare.faults import bad_argument

    if demo and (production or host not in LOOPBACK):
        raise bad_argument("--demo", "a demonstration listens on loopback only", "--host 127.0.0.1, no FAIRSHARE_HOSTS")
    if host not in LOOPBACK and not production:
        raise bad_argument("--host", f"{host!r} is not loopback", "FAIRSHARE_HOSTS set, for a server that others reach")


def _prepare() -> None:
    """Bring the tables up to date, and load the cycle that comes with Fairshare where it is missing."""
    from django.core.management import call_command
    from django.db import DatabaseError

    from fairshare.workbench.clock import today
    from fairshare.workbench.record.opening import open_due
    from fairshare.workbench.record.seed import seed, shipped

    try:
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        seed(shipped(SHIPPED))
        open_due(today())
    except DatabaseError as error:
        raise click.ClickException(f"the database cannot be used: {first_line(error)}") from None


def _tell(address: str, demo: bool) -> None:
    """The report on the pool, and the ways in."""
    from django.urls import reverse

    from fairshare.cli.app import app

    app.main(["pool", str(SHIPPED)], prog_name="fairshare", standalone_mode=False)
    click.echo(f"\nThe Workbench is at {address}/ (Ctrl-C stops it)")
    if demo:
        from fairshare.workbench.people.commands import demo_links, demo_people

        demo_people()
        click.echo("A demonstration: made-up people, no second factor. Each link signs in once, within 8 hours:")
        for name, token in demo_links(DEMO_LINKS):
            click.echo(f"  {name:<48} {address}{reverse('people_link', args=[token])}")


def _let_go() -> None:
    """Leave the database to the children."""
    from django.db import connection

    sys.stdout.flush()
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]


def _open(address: str) -> None:
    """Open the browser as soon as the server answers, where there is a screen."""
    import webbrowser
    from threading import Thread

    from fairshare.workbench.ops.ports import wait_for

    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform in {"darwin", "win32"}):
        return
    Thread(target=lambda: wait_for(address) and webbrowser.open(address), daemon=True).start()


def _run(host: str, port: int, workers: int, threads: int, no_worker: bool) -> int:
    from fairshare.workbench.ops.supervisor import Child, Supervisor

    server = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", str(threads), "--no-ws", "--log-level", "warning",
        "--respawn-failed-workers", "--workers-kill-timeout", "5", "fairshare.workbench.wsgi:application",
    ]  # fmt: skip
    children = [Child("the server", server)]
    if not no_worker:
        worker = [sys.executable, "-c", "from fairshare.cli import main; main()", "work"]
        children.append(Child("the worker", worker))
    return Supervisor(children, _environment(workers), lambda text: click.echo(text, err=True)).run()


def _environment(workers: int) -> dict[str, str]:
    """The environment of the children; several server processes share their metrics in a fresh folder."""
    environment = dict(os.environ)
    if workers > 1:
        import shutil

        from django.conf import settings

        folder = Path(settings.HOME) / "metrics"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        environment["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    return environment
