from django.urls import path

from . import views
from .amendment import views as amendment_views
from .financial_report import views as reports
from .payment.views import claims, invoices
from .recovery import views as recovery_views

app_name = "conventions"
urlpatterns = [
    path("<int:pk>/convention/", views.answer, name="answer"),
    path("<int:pk>/convention/acte/", views.authorisation, name="authorisation"),
    path("<int:pk>/convention/exemplaire/", views.copy, name="copy"),
    path("<int:pk>/convention/confirmer/", views.confirm, name="confirm"),
    path("<int:pk>/compte-rendu/", reports.report, name="report"),
    path("<int:pk>/versement/", claims.overview, name="claim"),
    path("<int:pk>/versement/envoyer/", claims.send, name="file_claim"),
    path("<int:pk>/versement/factures/ajouter/", invoices.add, name="add_invoice"),
    path("<int:pk>/versement/factures/calcul/", invoices.preview, name="preview_invoice"),
    path("<int:pk>/versement/factures/<int:invoice_pk>/", invoices.change, name="invoice"),
    path("<int:pk>/versement/factures/<int:invoice_pk>/retirer/", invoices.remove, name="remove_invoice"),
    path("<int:pk>/avenant/<int:amendment_pk>/", amendment_views.amendment, name="amendment"),
    path("<int:pk>/reversement/<int:recovery_pk>/", recovery_views.recovery, name="recovery"),
]
