"""Opening an account, a forgotten password, one's own page; nobody learns who has an account."""

import re
import time
from base64 import b32decode

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories import PASSWORD, UserFactory, agent
from tne38.accounts import domain
from tne38.accounts.enums import Role
from tne38.accounts.models import User
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.notifications import outbox
from tne38.notifications.models import Message

pytestmark = pytest.mark.django_db
SIGN_IN = reverse("accounts:sign_in")
SIGN_UP = reverse("accounts:sign_up")
FORGOTTEN = reverse("accounts:forgotten")
NEW = "une phrase longue et calme"
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def link_in(message: Message) -> str:
    return re.search(r"/mot-de-passe/\S+", message.body)[0]


def choose(client, link: str, password: str = NEW):
    form = client.get(link, follow=True)
    return client.post(form.request["PATH_INFO"], {"new_password1": password, "new_password2": password})


def current_code(secret: str = SECRET) -> str:
    totp = TOTP(b32decode(secret))
    totp.time = time.time()
    return f"{totp.token():06d}"


def test_from_sign_up_to_the_first_sign_in(client):
    client.post(SIGN_UP, {"full_name": "Mairie fictive", "email": "Mairie@Exemple.test"})
    message = Message.objects.get()
    assert (message.kind, message.recipient) == ("compte-a-ouvrir", "mairie@exemple.test")
    assert client.post(SIGN_IN, {"username": message.recipient, "password": ""}).status_code == 200
    assert choose(client, link_in(message))["Location"] == SIGN_IN
    answer = client.post(SIGN_IN, {"username": message.recipient, "password": NEW})
    assert answer["Location"] == "/candidatures/"
    user = User.objects.get()
    assert [entry.action for entry in journal.history(user)] == ["compte ouvert", "mot de passe enregistré"]


def test_the_letter_leaves_by_e_mail(client):
    client.post(SIGN_UP, {"full_name": "Mairie fictive", "email": "mairie@exemple.test"})
    assert outbox.deliver(Message.objects.get().pk)
    [sent] = mail.outbox
    assert sent.to == ["mairie@exemple.test"]
    assert "&" not in sent.body  # plain text: nothing is escaped


def test_a_link_serves_once(client):
    client.post(SIGN_UP, {"full_name": "Mairie fictive", "email": "mairie@exemple.test"})
    link = link_in(Message.objects.get())
    choose(client, link)
    assert "Ce lien n’est plus valable" in client.get(link, follow=True).text


@pytest.mark.parametrize("address", [SIGN_UP, FORGOTTEN])
def test_the_answer_does_not_tell_who_has_an_account(client, address):
    known = UserFactory(email="a@exemple.test")
    pages = [
        client.post(address, {"full_name": "Quelqu’un", "email": email})
        for email in [known.email, "b@exemple.test"]
    ]
    texts = [
        page.text.replace(email, "X").split("<main")[1]
        for page, email in zip(pages, [known.email, "b@exemple.test"], strict=True)
    ]
    assert [page.status_code for page in pages] == [200, 200]
    assert texts[0] == texts[1]


def test_an_existing_account_is_told_by_mail_and_keeps_its_name(client):
    known = UserFactory(email="a@exemple.test", full_name="Personne fictive")
    client.post(SIGN_UP, {"full_name": "Quelqu’un d’autre", "email": "A@exemple.test"})
    message = Message.objects.get()
    assert message.kind == "compte-deja-ouvert"
    assert "/mot-de-passe/" not in message.body
    known.refresh_from_db()
    assert known.full_name == "Personne fictive"


def test_asking_twice_in_a_row_writes_once(client):
    UserFactory(email="a@exemple.test")
    for _ in range(3):
        client.post(FORGOTTEN, {"email": "a@exemple.test"})
    assert Message.objects.count() in {1, 2}  # two only when the two minutes turn in between


def test_a_forgotten_password_is_replaced_and_other_sessions_end(client):
    user = UserFactory(email="a@exemple.test")
    elsewhere = Client()
    elsewhere.post(SIGN_IN, {"username": user.email, "password": PASSWORD})
    client.post(FORGOTTEN, {"email": user.email})
    choose(client, link_in(Message.objects.get(kind="mot-de-passe-oublie")))
    assert elsewhere.get(reverse("accounts:account")).status_code == 302
    assert Message.objects.filter(kind="mot-de-passe-enregistre").count() == 1
    assert client.post(SIGN_IN, {"username": user.email, "password": PASSWORD}).status_code == 200
    assert client.post(SIGN_IN, {"username": user.email, "password": NEW}).status_code == 302


def test_a_closed_account_gets_no_link(client):
    UserFactory(email="a@exemple.test", is_active=False)
    client.post(FORGOTTEN, {"email": "a@exemple.test"})
    assert not Message.objects.exists()


def test_a_weak_password_is_refused(client):
    client.post(SIGN_UP, {"full_name": "Mairie fictive", "email": "mairie@exemple.test"})
    choose(client, link_in(Message.objects.get()), password="court")
    assert not User.objects.get().has_usable_password()


def test_changing_one_s_password_keeps_this_session(client):
    user = UserFactory()
    client.force_login(user)
    form = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert client.post(reverse("accounts:password"), form).status_code == 302
    assert client.get(reverse("accounts:account")).status_code == 200
    assert User.objects.get(pk=user.pk).check_password(NEW)


def test_changing_it_asks_for_the_present_one(client):
    client.force_login(UserFactory())
    form = {"old_password": "autre", "new_password1": NEW, "new_password2": NEW}
    assert client.post(reverse("accounts:password"), form).status_code == 422


def test_the_name_is_changed_and_recorded(client):
    user = UserFactory()
    client.force_login(user)
    client.post(reverse("accounts:account"), {"full_name": "Autre nom fictif"})
    [entry] = journal.history(user)
    assert entry.after == {"full_name": "Autre nom fictif"}


def test_only_the_owner_sets_a_password():
    with pytest.raises(NotAllowed):
        domain.set_password(UserFactory(), NEW, by=agent(Role.ADMINISTRATEUR))


def test_enrolment_by_the_page_opens_the_admin_site(client):
    user = agent(Role.GESTIONNAIRE)
    client.force_login(user)
    before = client.session.session_key
    page = client.get(reverse("accounts:second_factor")).text
    assert page.count("data:image/svg+xml") == 1
    secret = "".join(re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].split())
    proof = re.search(r'name="proof" value="([^"]+)"', page)[1]
    wrong = client.post(reverse("accounts:second_factor"), {"proof": proof, "code": "000000"})
    assert wrong.status_code == 422
    assert not TOTPDevice.objects.exists()
    form = {"proof": proof, "code": current_code(secret)}
    assert client.post(reverse("accounts:second_factor"), form)["Location"] == reverse("admin:index")
    assert client.session.session_key != before
    assert client.get(reverse("admin:index")).status_code == 200
    assert [entry.action for entry in journal.history(user)] == ["double authentification activée"]


def test_a_secret_that_comes_from_elsewhere_is_not_taken(client):
    client.force_login(agent(Role.GESTIONNAIRE))
    form = {"proof": f"secret:{SECRET}", "code": current_code()}
    assert client.post(reverse("accounts:second_factor"), form).status_code == 422
    assert not TOTPDevice.objects.exists()


def test_a_second_device_is_refused_until_an_administrator_removes_the_first():
    user, administrator = agent(Role.GESTIONNAIRE), agent(Role.ADMINISTRATEUR)
    domain.enrol_second_factor(user, secret=SECRET, code=current_code())
    with pytest.raises(DomainError, match="déjà active"):
        domain.enrol_second_factor(user, secret=SECRET, code=current_code())
    with pytest.raises(NotAllowed):
        domain.remove_second_factor(user, reason="téléphone perdu", by=user)
    domain.remove_second_factor(user, reason="téléphone perdu", by=administrator)
    assert not TOTPDevice.objects.exists()
    assert journal.history(user).last().reason == "téléphone perdu"
