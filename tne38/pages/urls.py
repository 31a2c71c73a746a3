from django.urls import path

from . import guide_views, views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("tableau-de-bord/", views.dashboard, name="dashboard"),
    path("appels/<slug:slug>/", views.call, name="call"),
    path("appels/<slug:slug>/formulaire-papier.pdf", views.blank_form, name="blank_form"),
    path("guide/", guide_views.guide, name="guide"),
    path("guide/<slug:slug>/", guide_views.guide_stage, name="guide_stage"),
    path("contact/", views.contact, name="contact"),
    path("plan-du-site/", views.site_map, name="site_map"),
    path("mentions-legales/", views.legal, name="legal"),
    path("donnees-personnelles/", views.privacy, name="privacy"),
    path("conditions-utilisation/", views.terms, name="terms"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("robots.txt", views.robots, name="robots"),
    path("demo/courriels/", views.mailbox, name="mailbox"),
    path("demo/courriels/<int:pk>/", views.message, name="message"),
    path("demo/composants/", views.components, name="components"),
]
