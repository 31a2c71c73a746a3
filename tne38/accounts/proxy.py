"""Who is behind the proxy of the portal."""

from ipaddress import ip_address

from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address of the browser, as the proxy wrote it last; that of the connection where it wrote none.

    What comes before it in the header was sent by the browser, which may write anything there.
    """
    written = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
    try:
        return str(ip_address(written))
    except ValueError:
        return str(request.META.get("REMOTE_ADDR", ""))
