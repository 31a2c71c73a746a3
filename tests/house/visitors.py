"""Who walks over the addresses: a role of the world, signed in."""

from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from .world import ANONYMOUS, World


def sign_in(client, world: World, role: str) -> None:
    """Open a session for a role, its second factor presented where there is one."""
    client.logout()
    if role == ANONYMOUS:
        return
    user = world.people[role]
    client.force_login(user)
    device = TOTPDevice.objects.filter(user=user).first()
    if device is not None:
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
