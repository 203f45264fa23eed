"""Card readers over PC/SC: one thread that watches them all, one thread for each that works with a card."""
