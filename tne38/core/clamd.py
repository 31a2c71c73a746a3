"""Talking to clamd, ClamAV's daemon, in its INSTREAM protocol (clamd(8)).

The command, then the file in blocks, each after its length in four bytes, then a block of length zero. It answers
« stream: OK » or « stream: NAME FOUND »; anything else is an error.
"""

import socket
import struct
from contextlib import closing
from typing import IO
from urllib.parse import urlsplit

BLOCK = 64 * 1024
LONGEST_ANSWER = 4096


class ScanFailed(Exception):
    """The antivirus could not say anything of this file."""


def scan(content: IO[bytes], *, address: str, timeout: float) -> str:
    """The name of the virus found in a file, or nothing. Raises OSError when nobody answers, ScanFailed.

    `address` is « tcp://host:3310 » or « unix:///run/clamav/clamd.ctl ».
    """
    with closing(_connect(address, timeout)) as connection:
        try:
            connection.sendall(b"zINSTREAM\0")
            while block := content.read(BLOCK):
                connection.sendall(struct.pack("!L", len(block)) + block)
            connection.sendall(struct.pack("!L", 0))
        except (BrokenPipeError, ConnectionResetError):
            # Past its own limit clamd answers and closes before the end: its answer says why.
            pass
        return _verdict(_answer(connection))


def _connect(address: str, timeout: float) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(timeout)
        try:
            connection.connect(parts.path)
        except OSError:
            connection.close()
            raise
        return connection
    return socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 3310), timeout)


def _answer(connection: socket.socket) -> str:
    """What clamd says, up to the zero that ends it."""
    found = b""
    while b"\0" not in found and len(found) < LONGEST_ANSWER:
        part = connection.recv(LONGEST_ANSWER)
        if not part:
            break
        found += part
    return found.split(b"\0")[0].decode("utf-8", "replace").strip()


def _verdict(answer: str) -> str:
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return ""
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")
    raise ScanFailed(answer or "no answer")
