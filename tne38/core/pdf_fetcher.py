"""What a document may load: the files packaged with the portal, nothing of the network or of the disk.

Imported by `pdf.py` when the first document is made, because it imports WeasyPrint.
"""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse


class PackagedFiles(URLFetcher):
    """Reads `file:` addresses below one folder; anything else stops the rendering."""

    def __init__(self, root: Path) -> None:
        super().__init__(allowed_protocols={"file"}, allow_redirects=False, fail_on_errors=True)
        self.root = root.resolve()

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        del headers  # for the network only
        address = urlsplit(url)
        path = Path(unquote(address.path)).resolve()
        if address.scheme != "file" or address.netloc or not path.is_relative_to(self.root):
            raise ValueError(f"Not a packaged file: {url}")
        return URLFetcherResponse(url, body=path.read_bytes())
