"""Addresses of the pages that are not public."""

from __future__ import annotations

from django.urls import path

from fairshare.workbench.pages import demo, desk, papers, record_page, report, views

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/<int:year>/", desk.desk, name="desk-year"),
    path("cycles/<int:year>/", views.cycle_page, name="cycle"),
    path("cycles/<int:year>/annex.pdf", papers.annex, name="annex"),
    path("cycles/<int:year>/forum.pdf", papers.papers, name="forum-papers"),
    path("cycles/<int:year>/account-<str:code>.pdf", papers.account, name="account-pdf"),
    path("cycles/<int:year>/record/", record_page.record, name="record"),
    path("cycles/<int:year>/report/", report.report, name="cycle-report"),
    path("cycles/<int:year>/report/figures/", report.figures, name="cycle-figures"),
    path("cycles/<int:year>/report.<slug:ending>", report.file, name="cycle-report-file"),
    path("cycles/<int:year>/do/<str:name>/", views.do, name="do"),
    path("cycles/<int:year>/<slug:slug>/", views.cycle_page, name="cycle-stage"),
    path("motions/", views.motions, name="motions"),
    path("motions/<int:motion>/<str:how>/", views.end_motion, name="motion"),
    path("demo/day/", demo.set_day, name="demo-day"),
]
