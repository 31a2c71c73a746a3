"""Every address of the portal."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("tne38.core.urls")),
    path("", include("tne38.accounts.urls")),
    path("", include("tne38.pages.urls")),
    path("candidatures/", include("applications.urls")),
    path("admin/", admin.site.urls),
]
