"""Opens what was uploaded, carefully: anybody may have made these files."""
