"""The deadlines of a convention, as its signed document states them."""

from datetime import date

from applications.silence import add_months

from ..models import Convention


def claims_until(convention: Convention) -> date:
    """The last day to ask for a payment; after it the subsidy may lapse (article 10 of the convention, amended or not)."""
    assert convention.claims_until is not None
    return convention.claims_until


def first_term(convention: Convention, notified_on: date) -> date:
    """That last day as the convention fixes it, until an amendment puts it off."""
    return term(notified_on, convention.data["engagements"]["caducite_mois"])


def term(notified_on: date, months: int) -> date:
    """The last day of the `months` that a convention leaves from its notification."""
    return add_months(notified_on, months)
