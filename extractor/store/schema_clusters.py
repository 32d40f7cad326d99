"""What tells copies: the cluster of an article, the bands of its shingles, and a view of the clusters."""

STATEMENTS = (
    "ALTER TABLE articles ADD COLUMN cluster INTEGER REFERENCES articles(id)",  # published first; NULL: no copies
    "ALTER TABLE articles ADD COLUMN same_figures INTEGER",  # as the first publisher's? NULL: alone, or the first
    "ALTER TABLE articles ADD COLUMN clustered_digest TEXT",  # the digest when it was compared last
    "ALTER TABLE articles ADD COLUMN clustered_with TEXT",  # digest of the code that compared it
    "CREATE INDEX articles_cluster ON articles(cluster)",
    """
    CREATE TABLE shingle_bands (
        band INTEGER NOT NULL,
        hash INTEGER NOT NULL,
        article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        PRIMARY KEY (band, hash, article)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX shingle_bands_article ON shingle_bands(article)",
    """
    CREATE VIEW clusters AS
    SELECT
        articles.cluster,
        first.document AS first_document,
        first.site AS first_site,
        first.published_at AS first_published,
        count(*) AS articles,
        count(DISTINCT articles.site) AS sites,
        sum(articles.same_figures IS 0) AS figures_differ
    FROM articles
    JOIN articles AS first ON first.id = articles.cluster
    GROUP BY articles.cluster
    """,
)
