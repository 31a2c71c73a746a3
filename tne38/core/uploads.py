"""How files that people send are received."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Writes a file to a temporary one, but not beyond what may be kept: the rest is only counted.

    The file that comes out knows its real size, so that the refusal can name it.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        if start <= settings.PIECE_MAXIMUM_BYTES:
            super().receive_data_chunk(raw_data, start)
