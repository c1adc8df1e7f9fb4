"""Addresses of the public pages."""

from __future__ import annotations

from django.urls import path

from fairshare.workbench.public import views

urlpatterns = [
    path("", views.home, name="home"),
    path("pool/<int:year>/", views.home, name="pool"),
    path("pool/<int:year>/<str:code>/", views.state, name="state"),
    path("states/", views.states, name="states"),
    path("history/", views.history, name="history"),
    path("method/", views.method, name="method"),
    path("data/", views.open_data, name="open-data"),
    path("data/catalogue.jsonld", views.dcat, name="dcat"),
    path("data/heads.json", views.heads, name="heads"),
    path("data/<int:year>/<slug:name>.<slug:ending>", views.dataset, name="dataset"),
]
