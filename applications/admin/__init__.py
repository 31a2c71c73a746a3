"""The agents' side of this app, in the admin site."""

from . import calls, candidacies, directory, extensions

__all__ = ["calls", "candidacies", "directory", "extensions"]
