"""Stand-ins for the world outside the counter, for practice, clerk training and tests."""

DEMO_CITY = "shangluo"
