"""Every address of the Workbench."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from fairshare.workbench.translation.chosen import choose

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("fairshare.workbench.ops.urls")),
    path("", include("fairshare.workbench.public.urls")),
    path("", include("fairshare.workbench.pages.urls")),
    path("", include("fairshare.workbench.people.urls")),
    path("", include("fairshare.workbench.jobs.urls")),
    path("", include("fairshare.workbench.cases.urls")),
    path("account/tokens/", include("fairshare.workbench.api.token_urls")),
    path("api/", include("fairshare.workbench.api.urls")),
    path("i18n/setlang/", choose, name="set_language"),
]

handler400 = "fairshare.workbench.ops.errors.bad_request"
handler403 = "fairshare.workbench.ops.errors.denied"
handler404 = "fairshare.workbench.ops.errors.missing"
handler429 = "fairshare.workbench.ops.errors.too_many"
handler500 = "fairshare.workbench.ops.errors.failed"
