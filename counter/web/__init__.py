"""The pages: full pages from the server, working with scripts off, nothing from outside."""
