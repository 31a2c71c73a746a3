"""An amendment of a convention: its document, its pages, its life."""
