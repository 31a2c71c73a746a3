"""Every address of the portal."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("tne38.core.urls")),
    path("", include("tne38.accounts.urls")),
    path("", include("tne38.pages.urls")),
    # Before the pages of a dossier, whose last address takes any word.
    path("candidatures/", include("conventions.urls")),
    path("candidatures/", include("equipment.urls")),
    path("candidatures/", include("applications.urls")),
    path("admin/", admin.site.urls),
]
