"""HiGHS without its banner, which it would print to standard output, where a command's JSON stands."""

from __future__ import annotations

from typing import Any


def highs() -> Any:
    """A new solver that prints nothing. HiGHS is imported here, so that commands without it start at once."""
    import highspy

    class Quiet(highspy.Highs):
        def enableCallbacks(self) -> None:  # noqa: N802 (HiGHS's name); it prints when the constructor calls this
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()  # type: ignore[no-untyped-call]

    return Quiet()  # type: ignore[no-untyped-call]
