"""What is received is bounded on disk, whatever is sent."""

from pathlib import Path

from tne38.core.uploads import BoundedUploadHandler

CHUNK = 64 * 1024


def received(chunks: int) -> tuple[int, int]:
    """The size that a file of so many chunks says it has, and what it weighs on disk."""
    handler = BoundedUploadHandler()
    handler.new_file("fichiers", "devis.pdf", "application/pdf", chunks * CHUNK, None, None)
    for rank in range(chunks):
        handler.receive_data_chunk(bytes(CHUNK), rank * CHUNK)
    file = handler.file_complete(chunks * CHUNK)
    on_disk = Path(file.temporary_file_path()).stat().st_size
    file.close()
    return file.size, on_disk


def test_a_file_within_the_limit_is_written_whole(settings):
    settings.PIECE_MAXIMUM_BYTES = 10 * CHUNK
    assert received(10) == (10 * CHUNK, 10 * CHUNK)


def test_beyond_the_limit_the_rest_is_counted_and_not_written(settings):
    settings.PIECE_MAXIMUM_BYTES = 2 * CHUNK
    assert received(50) == (50 * CHUNK, 3 * CHUNK)
