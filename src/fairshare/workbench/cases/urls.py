"""Addresses of the pages on cases."""

from __future__ import annotations

from django.urls import path

from fairshare.workbench.cases import views, views_runs

urlpatterns = [
    path("cases/", views.cases, name="cases"),
    path("cases/<int:year>/", views.cases, name="cases-year"),
    path("cases/<int:year>/new/", views.new, name="case-new"),
    path("cases/<int:year>/runs/", views_runs.runs, name="case-runs"),
    path("cases/<int:year>/runs/<slug:public>/", views_runs.run, name="case-run"),
    path("cases/<int:year>/agreements/", views_runs.agreements, name="case-agreements"),
    path("cases/<int:year>/case/<slug:public>.json", views.case_json, name="case-json"),
    path("cases/<int:year>/case/<slug:public>/", views.case, name="case"),
    path("cases/<int:year>/case/<slug:public>/<str:name>/", views.do, name="case-do"),
]
