"""The pages of a dossier: one definition for the form on line, the recapitulation and the documents."""
