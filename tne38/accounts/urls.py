from django.urls import path

from . import account_views, link_views, views

app_name = "accounts"
urlpatterns = [
    path("connexion/", views.SignIn.as_view(), name="sign_in"),
    path("connexion/code/", views.code, name="code"),
    path("deconnexion/", views.sign_out, name="sign_out"),
    path("inscription/", link_views.sign_up, name="sign_up"),
    path("mot-de-passe-oublie/", link_views.forgotten, name="forgotten"),
    path("mot-de-passe/<uidb64>/<token>/", link_views.ChoosePassword.as_view(), name="choose_password"),
    path("compte/", account_views.account, name="account"),
    path("compte/mot-de-passe/", account_views.password, name="password"),
    path("compte/double-authentification/", account_views.second_factor, name="second_factor"),
]
