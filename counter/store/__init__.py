"""The branch's own records: peewee tables, the journal, the outbox and inbox, sealed at the edge."""
