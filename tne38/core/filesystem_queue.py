"""The queue of the demonstration, in a folder: kombu's own, but a message appears only once it is whole.

kombu writes a message under its final name: a worker that looks at that moment reads half of it, and stops.
"""

from pathlib import Path
from time import monotonic_ns
from typing import Any
from uuid import uuid4

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: dict[str, Any], **kwargs: Any) -> None:
        folder = Path(self.data_folder_out)
        # Readers take what ends with « .msg », oldest name first.
        name = f"{monotonic_ns() // 1_000_000}_{uuid4()}.{queue}.msg"
        written = folder / f"{name}.part"
        written.write_text(dumps(payload), encoding="utf-8")
        written.replace(folder / name)


class Transport(filesystem.Transport):
    Channel = Channel
