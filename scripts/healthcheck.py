"""Asks /sante/ of the web server of this container; exit 0 when the portal and its database answer."""

import os
import sys
from http.client import HTTPConnection

# The host is one that the portal accepts; the proxy's header keeps it from redirecting to https.
host = os.environ.get("ALLOWED_HOSTS", "127.0.0.1").split(",")[0].lstrip(".")
connection = HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=4)
connection.request("GET", "/sante/", headers={"Host": host, "X-Forwarded-Proto": "https"})
sys.exit(connection.getresponse().status != 200)
