"""The demonstration: accounts, calls and fictitious dossiers in every state, made by the domain functions."""
