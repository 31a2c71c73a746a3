"""Production's settings, plus a header that says how many queries a page made."""

from tne38.settings.production import *

MIDDLEWARE = ["bench.queries.CountQueries", *MIDDLEWARE]
SECURE_SSL_REDIRECT = False
