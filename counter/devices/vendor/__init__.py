"""A maker's own library for social security cards (iReadCardBas ...), in a program of its own."""
