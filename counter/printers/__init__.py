"""The printers of the windows: how each is talked to, and the threads that bring every paper to its printer once."""
