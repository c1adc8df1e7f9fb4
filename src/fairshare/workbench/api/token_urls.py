"""Addresses of tokens: ``path("account/tokens/", include("fairshare.workbench.api.token_urls"))``."""

from __future__ import annotations

from django.urls import path

from fairshare.workbench.api import tokens

urlpatterns = [
    path("", tokens.tokens, name="tokens"),
    path("<int:number>/revoke", tokens.revoke, name="token-revoke"),
]
