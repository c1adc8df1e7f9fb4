"""Where draws are computed: here or in processes, and what is said when one of these ends."""

from __future__ import annotations

import os

import click
import pytest

from fairshare.cli.simulate_engine import Here, cores, engine


def test_one_worker_computes_in_this_process() -> None:
    with engine(1, None) as using:
        assert isinstance(using.executor, Here) and using.workers == 1
        assert using.executor.submit(os.getpid).result() == os.getpid()


def test_several_are_processes_of_their_own() -> None:
    with engine(2, None) as using:
        assert using.workers == 2
        assert using.executor.submit(os.getpid).result() != os.getpid()


def test_there_is_a_worker_for_each_core_unless_told_otherwise() -> None:
    assert cores() >= 1
    with engine(None, None) as using:
        assert using.workers == cores()


def test_a_process_that_ends_is_told_with_what_to_do() -> None:
    with pytest.raises(click.ClickException, match="ended, which is mostly want of memory"), engine(2, None) as using:
        using.executor.submit(os._exit, 1).result()


def test_a_task_that_fails_here_keeps_its_error_for_who_asks() -> None:
    failed = Here().submit(divmod, 1, 0)
    with pytest.raises(ZeroDivisionError):
        failed.result()
