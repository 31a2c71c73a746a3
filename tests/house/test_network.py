"""The tests never leave this machine."""

import socket

import pytest
from pytest_socket import SocketConnectBlockedError

pytestmark = pytest.mark.any_engine


def test_an_outside_address_is_refused():
    # pytest-socket warns before it raises, and a warning is an error here.
    with pytest.raises((SocketConnectBlockedError, UserWarning)), socket.socket() as outside:
        outside.connect(("192.0.2.1", 443))
