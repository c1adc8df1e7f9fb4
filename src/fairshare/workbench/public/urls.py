"""Addresses of the public pages."""

from __future__ import annotations

from django.urls import path

from fairshare.workbench.public import evaluations, views

urlpatterns = [
    path("", views.home, name="home"),
    path("pool/<int:year>/", views.home, name="pool"),
    path("pool/<int:year>/<str:code>/", views.state, name="state"),
    path("states/", views.states, name="states"),
    path("history/", views.history, name="history"),
    path("evaluations/", evaluations.evaluations, name="evaluations"),
    path("evaluations/<slug:name>/", evaluations.evaluation, name="evaluation"),
    path("evaluations/<int:year>/scoreboard/", evaluations.scoreboard, name="scoreboard"),
    path("evaluations/<slug:name>/figures/", evaluations.evaluation_figures, name="evaluation-figures"),
    path("evaluations/<slug:name>/report.<slug:ending>", evaluations.evaluation_file, name="evaluation-file"),
    path("claims/", evaluations.claims, name="claims"),
    path("claims/figures/", evaluations.claims_figures, name="claims-figures"),
    path("claims/report.<slug:ending>", evaluations.claims_file, name="claims-file"),
    path("method/", views.method, name="method"),
    path("data/", views.open_data, name="open-data"),
    path("data/catalogue.jsonld", views.dcat, name="dcat"),
    path("data/heads.json", views.heads, name="heads"),
    path("data/<int:year>/<slug:name>.<slug:ending>", views.dataset, name="dataset"),
]
