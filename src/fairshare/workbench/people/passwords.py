"""What a password may be, beside what Django asks."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from fairshare.workbench.people.models import User


class LongestPassword:
    """A password has at most so many characters: to hash a text of megabytes is work that anybody could ask for."""

    def __init__(self, max_length: int = 128) -> None:
        self.max_length = max_length

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ``ValidationError`` for one that is longer."""
        if len(password) > self.max_length:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        """The rule, as it stands beside the field."""
        return ngettext(
            "A password has at most %(count)d character.", "A password has at most %(count)d characters.",
            self.max_length,
        ) % {"count": self.max_length}  # fmt: skip
