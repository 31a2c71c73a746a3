"""The letters about an account leave by the outbox, like every other message."""

from tne38.accounts.post import AccountLetter, carrier

from .outbox import Notice, queue


@carrier
def send(letter: AccountLetter) -> None:
    """Record the letter in the current transaction."""
    notice = Notice(kind=letter.kind, subject=letter.subject, body=letter.body)
    queue(notice, [letter.recipient], key=letter.key)
