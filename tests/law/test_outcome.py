"""Results as values: they do not change, compare by content, and a refusal names its provision."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from fairshare.law.outcome import NeedsDecision, RefusedError, Step, Test

VALUES = (
    Step("share of DE", "0.216890", "AMMR 66"),
    NeedsDecision("which?", ("this", "that"), "AMMR 63(8)(c)", "the contributing state"),
    Test("AMMR 63(1)", "reached?", None, {"pledged": "unknown"}),
)


@pytest.mark.parametrize("value", VALUES)
def test_a_result_cannot_be_changed(value: Step | NeedsDecision | Test) -> None:
    with pytest.raises((FrozenInstanceError, AttributeError)):
        value.cite = "AMMR 1"  # type: ignore[misc]
    with pytest.raises((AttributeError, TypeError)):
        value.verdict = "yes"  # type: ignore[union-attr]


def test_results_compare_by_content() -> None:
    assert Step("a", "1", "AMMR 66") == Step("a", "1", "AMMR 66") != Step("a", "2", "AMMR 66")
    assert Test("c", "q", True) == Test("c", "q", True, {}, "", {}) != Test("c", "q", None)


def test_a_refusal_names_reason_and_provision_and_is_a_value_error() -> None:
    refusal = RefusedError("AMMR 58(1)", "no act yet")
    assert str(refusal) == "no act yet (AMMR 58(1))"
    assert (refusal.cite, refusal.reason) == ("AMMR 58(1)", "no act yet")
    assert isinstance(refusal, ValueError)
