"""The way between the branch and the province: entries go up, records, answers and news come down."""
