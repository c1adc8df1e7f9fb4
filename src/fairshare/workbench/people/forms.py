"""The form of an invitation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fairshare.workbench.people.colleagues import INVITED
from fairshare.workbench.people.models import User


class InvitationForm(forms.Form):
    """Whom to invite. The authorisation for classified papers is asked only of a head who has it."""

    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    function = forms.ChoiceField(
        label=_("Function"),
        choices=list(INVITED.items()),
        help_text=_("Delegates act, caseworkers act on cases only, readers read."),
    )
    cleared = forms.BooleanField(
        label=_("Authorised for RESTREINT UE/EU RESTRICTED"),
        required=False,
        help_text=_("Holds the authorisation that access to the Commission's proposal asks."),
    )

    def __init__(self, head: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not head.cleared:
            del self.fields["cleared"]
