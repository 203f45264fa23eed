"""Readers that are plugged into a window's own computer: a small program there serves them to the branch's server."""

PROGRAM = "窗口电脑上的读卡程序"
