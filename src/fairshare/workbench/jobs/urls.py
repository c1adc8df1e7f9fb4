"""Addresses of long work."""

from __future__ import annotations

from django.urls import path

from fairshare.workbench.jobs import views

urlpatterns = [
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<int:number>/stop/", views.stop, name="job-stop"),
]
