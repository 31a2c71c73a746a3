from django.urls import path

from .steps import SUMMARY
from .views import deposit, followup, leave, lists, start, steps

app_name = "applications"
urlpatterns = [
    path("", lists.dossiers, name="list"),
    path("commencer/<slug:slug>/", start.find_school, name="start"),
    path("commencer/<slug:slug>/<slug:uai>/", start.confirm_school, name="confirm_school"),
    path("<int:pk>/", followup.detail, name="detail"),
    path("<int:pk>/documents/", followup.documents, name="documents"),
    path("<int:pk>/supprimer/", leave.delete, name="delete"),
    path("<int:pk>/retirer/", leave.withdraw, name="withdraw"),
    path("<int:pk>/deposer/", deposit.deposit, name="deposit"),
    path(f"<int:pk>/{SUMMARY}/", deposit.summary_page, name="summary"),
    path("<int:pk>/<slug:slug>/", steps.step_page, name="step"),
    path("<int:pk>/<slug:slug>/calcul/", steps.preview, name="preview"),
    path("<int:pk>/<slug:slug>/brouillon/", steps.autosave, name="autosave"),
]
