"""Virtual cards and the ends they are laid on: real drivers meet them over pcscd and over a serial line."""
