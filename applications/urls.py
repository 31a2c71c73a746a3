from django.urls import path

from .steps import SUMMARY
from .views import copying, deposit, followup, leave, lists, schools, start, steps, territory

app_name = "applications"
urlpatterns = [
    path("", lists.dossiers, name="list"),
    path("commencer/<slug:slug>/", start.find, name="start"),
    path("commencer/<slug:slug>/commune/<slug:code>/", territory.of_commune, name="start_commune"),
    path("commencer/<slug:slug>/epci/<slug:code>/", territory.of_epci, name="start_epci"),
    path("commencer/<slug:slug>/<slug:uai>/", start.confirm_school, name="confirm_school"),
    path("<int:pk>/", followup.detail, name="detail"),
    path("<int:pk>/documents/", followup.documents, name="documents"),
    path("<int:pk>/supprimer/", leave.delete, name="delete"),
    path("<int:pk>/retirer/", leave.withdraw, name="withdraw"),
    path("<int:pk>/deposer/", deposit.deposit, name="deposit"),
    path(f"<int:pk>/{SUMMARY}/", deposit.summary_page, name="summary"),
    path("<int:pk>/ecoles/", schools.overview, name="schools"),
    path("<int:pk>/ecoles/ajouter/", schools.add, name="add_schools"),
    path("<int:pk>/ecoles/<int:project_pk>/retirer/", schools.remove, name="remove_school"),
    path("<int:pk>/ecoles/<int:project_pk>/copier/", copying.copy, name="copy_school"),
    path("<int:pk>/ecoles/<int:project_pk>/<slug:slug>/", steps.step_page, name="school_step"),
    path("<int:pk>/ecoles/<int:project_pk>/<slug:slug>/calcul/", steps.preview, name="school_preview"),
    path("<int:pk>/ecoles/<int:project_pk>/<slug:slug>/brouillon/", steps.autosave, name="school_autosave"),
    path("<int:pk>/<slug:slug>/", steps.step_page, name="step"),
    path("<int:pk>/<slug:slug>/calcul/", steps.preview, name="preview"),
    path("<int:pk>/<slug:slug>/brouillon/", steps.autosave, name="autosave"),
]
