"""The agents' side of this app, in the admin site."""

from . import calls, candidacies, directory

__all__ = ["calls", "candidacies", "directory"]
