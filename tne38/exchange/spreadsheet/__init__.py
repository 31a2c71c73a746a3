"""The dossier file as a spreadsheet (docs/commandes.md): the same content as the JSON, in cells."""
