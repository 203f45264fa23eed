"""The chip of a social security card: what goes to it and comes from it, byte by byte, over any reader.

Nothing here touches a device. Layouts, padding and status words are those of docs/readers.md, with what is assumed.
"""
