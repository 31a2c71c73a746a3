"""A clamd that speaks the real INSTREAM protocol on a real socket, and knows one virus."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VIRUS = b"FICTITIOUS-VIRUS"
STREAM_LIMIT = 1_000_000


class Conversation(socketserver.BaseRequestHandler):
    """One connection: the command, blocks until an empty one, one answer."""

    def handle(self) -> None:
        assert self._exactly(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!L", self._exactly(4))[0]:
            content += self._exactly(length)
            if len(content) > STREAM_LIMIT:
                self.request.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.server.received.append(content)
        found = VIRUS in content
        self.request.sendall(b"stream: Fictitious.Test-1 FOUND\0" if found else b"stream: OK\0")

    def _exactly(self, count: int) -> bytes:
        found = b""
        while len(found) < count:
            part = self.request.recv(count - len(found))
            assert part, "the connection closed in the middle of a block"
            found += part
        return found


class OnTcp(socketserver.ThreadingTCPServer):
    daemon_threads = True


class OnUnix(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def running_clamd(path: Path | None = None) -> Iterator[tuple[str, list[bytes]]]:
    """Its address and what it was given; on a Unix socket when `path` is given."""
    server = OnTcp(("127.0.0.1", 0), Conversation) if path is None else OnUnix(str(path), Conversation)
    server.received = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        address = f"unix://{path}" if path else f"tcp://127.0.0.1:{server.server_address[1]}"
        yield address, server.received
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
