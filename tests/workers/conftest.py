"""The mail server of these tests."""

import pytest

from tests.workers.mail import running_catcher


@pytest.fixture
def smtp():
    """A real SMTP server on a free port: `smtp.url`, `smtp.received`."""
    with running_catcher() as catcher:
        yield catcher
