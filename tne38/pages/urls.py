from django.urls import path

from . import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("tableau-de-bord/", views.dashboard, name="dashboard"),
    path("mentions-legales/", views.legal, name="legal"),
    path("donnees-personnelles/", views.privacy, name="privacy"),
    path("conditions-utilisation/", views.terms, name="terms"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("robots.txt", views.robots, name="robots"),
    path("demo/courriels/", views.mailbox, name="mailbox"),
    path("demo/courriels/<int:pk>/", views.message, name="message"),
    path("demo/composants/", views.components, name="components"),
]
