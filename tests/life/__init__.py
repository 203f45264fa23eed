"""The whole life of a card, walked at random through the counter's pages and held against laws."""
