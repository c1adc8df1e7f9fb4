"""Addresses for machines: health, readiness, metrics."""

from __future__ import annotations

from django.urls import path

from fairshare.workbench.ops.health import healthz, readyz
from fairshare.workbench.ops.metrics import metrics

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
]
