"""A real mail server that keeps what it is given."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller

from tests.workers.process import wait_until


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

    def about(self, subject: str) -> list[EmailMessage]:
        return [message for message in self.received if subject in message["Subject"]]

    def wait_for(self, subject: str, *, number: int = 1, seconds: float = 20) -> list[EmailMessage]:
        """The messages whose subject holds `subject`, as soon as there are `number` of them."""
        awaited = f"{number} message(s) about {subject!r}"
        wait_until(lambda: len(self.about(subject)) >= number, awaited, seconds=seconds)
        return self.about(subject)


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
