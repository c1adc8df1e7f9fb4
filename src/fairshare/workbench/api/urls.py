"""Addresses of the API: ``path("api/", include("fairshare.workbench.api.urls"))``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from fairshare.workbench.api import docs
from fairshare.workbench.api.application import patterns

urlpatterns: list[URLPattern | URLResolver] = [
    path("openapi.json", docs.openapi, name="openapi"),
    path("docs", docs.docs, name="api-docs"),
    *patterns(),
]
