"""Agents at work: signed in with what their role asks for."""

from datetime import UTC, datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from applications.domain import review, submission
from applications.models import Call, Candidacy
from reviews.models import Attendance, Session
from tests.factories import agent, complete_draft
from tne38.accounts.enums import Role
from tne38.accounts.models import User

IN_TIME = datetime(2025, 3, 30, 10, 0, tzinfo=UTC)
WITH_SECOND_FACTOR = {Role.GESTIONNAIRE, Role.ADMINISTRATEUR}


def sign_in(client, role: Role) -> User:
    """An account of this role, its session open, its second factor shown where there must be one."""
    user = agent(role)
    client.force_login(user)
    if role in WITH_SECOND_FACTOR:
        device = TOTPDevice.objects.create(user=user, name="essai", confirmed=True)
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
    return user


def invited(call: Call, user: User | None = None) -> User:
    """A member of the commission who sees this call: invited to a session of it."""
    user = user or agent(Role.COMMISSION)
    values = {"kind": "arbitrage", "held_on": IN_TIME.date(), "place": "Grenoble", "quorum": 1}
    session = Session.objects.create(call=call, **values)
    Attendance.objects.create(session=session, user=user, full_name=user.full_name)
    return user


def deposited(call: Call | None = None, **project_fields) -> Candidacy:
    """A dossier just deposited."""
    return submission.submit(complete_draft(call, **project_fields), by=None, at=IN_TIME)


def conforming(call: Call | None = None, **project_fields) -> Candidacy:
    """A dossier found conforming."""
    return review.declare_conforming(deposited(call, **project_fields), by=None)


def queries_of(client, path: str) -> int:
    """How many queries a page costs once it is warm."""
    client.get(path)
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)
