"""Readers of identity cards with a SAM_V module, over a serial line (or USB that looks like one)."""
