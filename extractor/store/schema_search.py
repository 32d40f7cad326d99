"""Full-text search: two indexes of folded words, which hold no text of their own.

Words are folded in Python (`extractor.text.folding`), as SQLite does not know that đ is d; so the code that writes
articles and facts writes the indexes too (`indexing.py`). A facet is one word, as `province_code=38`.
"""

_OPTIONS = "content='', tokenize=\"unicode61 remove_diacritics 0 tokenchars '_=-'\""

STATEMENTS = (
    f"CREATE VIRTUAL TABLE search_articles USING fts5(title, text, facets, {_OPTIONS})",
    f"CREATE VIRTUAL TABLE search_sentences USING fts5(sentence, facets, {_OPTIONS})",
    "CREATE TABLE search_state (version TEXT NOT NULL)",  # digest of the code that indexed
)
