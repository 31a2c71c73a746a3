from django.urls import path

from . import views

app_name = "core"
urlpatterns = [
    path("fichiers/<uuid:pk>/", views.open_file, name="file"),
    path("sante/", views.health, name="health"),
]
