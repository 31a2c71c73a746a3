"""A real mail server that keeps what it is given."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller

from tests.workers.process import SECONDS, wait_until


def free_port() -> int:
    """A port of this machine that nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Catcher:
    """Every message that was accepted, in order: `received`. Portals write to `url`."""

    def __init__(self, port: int) -> None:
        self.received: list[EmailMessage] = []
        self.url = f"smtp://127.0.0.1:{port}"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 - aiosmtpd's name
        self.received.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"

    def about(self, subject: str, *, to: str = "") -> list[EmailMessage]:
        """Those whose subject holds `subject`, to this address or to anybody."""
        found = [message for message in self.received if subject in message["Subject"]]
        return [message for message in found if to in ("", message["To"])]

    def wait_for(
        self, subject: str, *, to: str = "", number: int = 1, seconds: float = SECONDS
    ) -> list[EmailMessage]:
        """The same, as soon as there are `number` of them: each recipient has a message of its own, in no order."""
        awaited = f"{number} message(s) about {subject!r} to {to or 'anybody'}"
        wait_until(lambda: len(self.about(subject, to=to)) >= number, awaited, seconds=seconds)
        return self.about(subject, to=to)


@contextmanager
def running_catcher() -> Iterator[Catcher]:
    """The server, listening until the end of the block."""
    port = free_port()
    catcher = Catcher(port)
    controller = Controller(catcher, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield catcher
    finally:
        controller.stop()
