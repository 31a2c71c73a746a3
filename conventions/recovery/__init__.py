"""Money claimed back: its adversarial step, its letters, its pages (CRPA, L121-1 and L122-1)."""
