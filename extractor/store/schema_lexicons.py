"""What the tables said that an article was read with: by it a later change tells which articles it can touch."""

STATEMENTS = (
    """
    CREATE TABLE lexicon_tables (
        lexicon TEXT NOT NULL REFERENCES lexicons(digest),
        name TEXT NOT NULL,  -- of the file under data/
        said TEXT NOT NULL,  -- its rows, where they tell which texts they touch; else its digest
        PRIMARY KEY (lexicon, name)
    ) WITHOUT ROWID
    """,
)
