"""Card makers that exist: a printer of cards, the reader in its contact station, and what is known of each card.

A chip is written through the station by the very commands of ``chip``; how the face gets onto the card is the
printer's own: over IPP, or by the library of its maker.
"""
