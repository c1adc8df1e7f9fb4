"""Whatever can happen in a cycle somebody can do: each event by exactly one action, under a provision that exists."""

from __future__ import annotations

from collections import Counter

import pytest

from fairshare.cli.law import import_rules
from fairshare.law.citation import REGISTER
from fairshare.ledger.notation import EVENT_TYPES
from fairshare.workbench.actions.base import Action
from fairshare.workbench.actions.registry import STAGES, actions, stage_of
from fairshare.workbench.record.levels import LEVELS

ALL = [action for action in actions().values() if stage_of(action) != "cases"]  # those on cases: tests/workbench/cases
NAMES = [action.name for action in ALL]


def test_every_event_is_written_by_exactly_one_action() -> None:
    writers = Counter(event for action in ALL for event in action.writes)
    assert writers == dict.fromkeys(EVENT_TYPES.values(), 1)


def test_every_event_has_a_level_of_secrecy() -> None:
    assert set(EVENT_TYPES) == set(LEVELS)


@pytest.mark.parametrize("action", ALL, ids=NAMES)
def test_an_action_cites_what_a_rule_carries_out(action: Action) -> None:
    import_rules()
    assert action.cites
    assert set(action.cites) <= {cite for rule in REGISTER.values() for cite in rule.provisions}


@pytest.mark.parametrize("action", ALL, ids=NAMES)
def test_an_action_says_what_it_is_and_what_follows(action: Action) -> None:
    assert str(action.label)
    assert str(action.says).endswith(".")
    assert stage_of(action) in STAGES
    assert action.who


@pytest.mark.parametrize("action", ALL, ids=NAMES)
def test_no_form_asks_for_the_state_that_acts(action: Action) -> None:
    joint = action.name in {"in_kind.value", "offset.agree"}
    assert joint or not action.own or action.own not in action.form.model_fields
    assert not action.form.model_fields.keys() & {"actor", "capacity", "basis", "recorded", "status", "source", "id"}


@pytest.mark.parametrize("action", ALL, ids=NAMES)
def test_a_form_tells_the_contents_that_it_offers(action: Action) -> None:
    if "contents" in action.form.model_fields:
        keys = [key for key, _ in action.options("contents")]
        assert len(keys) == len(set(keys)) > 0
    assert action.options("note") == ()
