from django.urls import path

from .views import deployment, quotes

app_name = "equipment"
_DEPLOYMENT = "<int:pk>/deploiement/"
urlpatterns = [
    path("<int:pk>/devis/", quotes.page, name="quotes"),
    path("<int:pk>/devis/ajouter/", quotes.add, name="add_quote"),
    path("<int:pk>/devis/<int:quote_pk>/", quotes.change, name="change_quote"),
    path("<int:pk>/devis/<int:quote_pk>/remplacer/", quotes.replace, name="replace_quote"),
    path("<int:pk>/devis/<int:quote_pk>/retirer/", quotes.withdraw, name="withdraw_quote"),
    path(_DEPLOYMENT, deployment.page, name="deployment"),
    path(f"{_DEPLOYMENT}commandes/ajouter/", deployment.order, name="add_order"),
    path(f"{_DEPLOYMENT}commandes/<int:order_pk>/annuler/", deployment.cancel_order, name="cancel_order"),
    path(f"{_DEPLOYMENT}receptions/ajouter/", deployment.delivery, name="add_delivery"),
    path(f"{_DEPLOYMENT}receptions/clore/", deployment.close, name="close_deliveries"),
    path(
        f"{_DEPLOYMENT}receptions/<int:delivery_pk>/annuler/",
        deployment.cancel_delivery,
        name="cancel_delivery",
    ),
    path(f"{_DEPLOYMENT}ent/", deployment.ent, name="ent"),
    path(f"{_DEPLOYMENT}accompagnement/", deployment.training, name="accompaniment"),
]
