"""The register of what events do."""

from __future__ import annotations

from fairshare.law.responsibility import timeline
from fairshare.law.responsibility.codes import Happened
from fairshare.law.responsibility.steps.moment import HANDLERS, Noted

WITHOUT_EFFECT = {
    Happened.CONTINUOUS_STAY: "a fact for the criterion of Article 13(2) of Dublin III",
    Happened.BIRTH: "a fact for the group, Article 36(2)",
    Happened.REJECTION_FINAL: "ends the asylum procedure, not responsibility",
}


def test_every_kind_of_event_has_an_effect_or_a_reason_for_none() -> None:
    assert timeline.follow  # the handlers are registered by importing the modules
    kinds = {int(kind) for kind in (*Happened, *Noted)}
    assert kinds - set(HANDLERS) == {int(kind) for kind in WITHOUT_EFFECT}
    assert not set(HANDLERS) - kinds


def test_what_is_noted_comes_after_all_events_of_a_day() -> None:
    assert min(Noted) > max(Happened)
    assert max(Noted) < 64
