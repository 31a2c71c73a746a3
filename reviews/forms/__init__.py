"""What the agents type into the pages of this app."""
