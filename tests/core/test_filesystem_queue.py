"""A worker that looks into the folder while a message is written never reads half of it."""

import json
from pathlib import Path

import pytest
from kombu import Connection


@pytest.fixture
def connect(tmp_path):
    options = {}
    for name, folder in {
        "data_folder_in": "messages",
        "data_folder_out": "messages",
        "control_folder": "c",
    }.items():
        (tmp_path / folder).mkdir(exist_ok=True)
        options[name] = str(tmp_path / folder)
    return lambda: Connection(transport="tne38.core.filesystem_queue:Transport", transport_options=options)


def test_a_message_appears_once_it_is_whole(connect, monkeypatch):
    met = []
    appear = Path.replace

    with connect() as writing, connect() as reading:
        writer, reader = writing.SimpleQueue("essai"), reading.SimpleQueue("essai")

        def look_first(written, name):
            """All is written, nothing is to be read yet."""
            assert json.loads(written.read_text(encoding="utf-8"))["content-type"] == "application/json"
            with pytest.raises(reader.Empty):
                reader.get(block=False)
            met.append(written.name)
            return appear(written, name)

        monkeypatch.setattr(Path, "replace", look_first)
        writer.put({"texte": "Un message entier"}, serializer="json", compression=None)
        message = reader.get(timeout=30)
        message.ack()
    assert len(met) == 1
    assert message.payload == {"texte": "Un message entier"}
