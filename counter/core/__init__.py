"""The pure core: values and rules, with no clock, disk, network, web or database in it."""
