"""The first schema: what the tables and views hold. Later changes are migrations of their own, never edits here.

Spans (`start`, `end`) count characters of `articles.text`, half-open. Days are ISO 8601 text, moments ISO 8601 in UTC.
"""

TABLES = (
    """
    CREATE TABLE runs (
        id INTEGER PRIMARY KEY,
        command TEXT NOT NULL,
        started_at TEXT NOT NULL,
        finished_at TEXT,  -- NULL: still running, or killed
        counts TEXT NOT NULL DEFAULT '{}'  -- JSON: what happened how often
    )
    """,
    """
    CREATE TABLE issues (
        id INTEGER PRIMARY KEY,
        run INTEGER NOT NULL REFERENCES runs(id),
        stage TEXT NOT NULL CHECK (stage IN ('crawl', 'parse', 'extract', 'read')),
        kind TEXT NOT NULL,  -- the name of the error, as NoArticle
        subject TEXT NOT NULL,  -- address or path
        message TEXT NOT NULL,
        cure TEXT NOT NULL,
        at TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE sites (
        slug TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        base_url TEXT NOT NULL,
        family TEXT NOT NULL,
        home TEXT  -- code of its province
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE pages (
        id INTEGER PRIMARY KEY,
        url TEXT NOT NULL UNIQUE,
        final_url TEXT NOT NULL,
        site TEXT NOT NULL REFERENCES sites(slug),
        status INTEGER NOT NULL,
        fetched_at TEXT NOT NULL,  -- when these bytes came
        checked_at TEXT NOT NULL,  -- when the server last said that they still hold
        etag TEXT,
        last_modified TEXT,
        digest TEXT NOT NULL,  -- of the body
        warc_file TEXT NOT NULL,
        warc_offset INTEGER NOT NULL,
        warc_length INTEGER NOT NULL,
        parsed_with TEXT  -- digest of the body and of the parser that read it last
    )
    """,
    """
    CREATE TABLE lexicons (
        digest TEXT PRIMARY KEY,  -- of the data tables
        loaded_at TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE articles (
        id INTEGER PRIMARY KEY,
        document TEXT NOT NULL UNIQUE,  -- address, or path as given
        page INTEGER UNIQUE REFERENCES pages(id),  -- NULL: read from a file
        url TEXT,
        canonical_url TEXT,
        site TEXT REFERENCES sites(slug),
        home TEXT,
        title TEXT,
        lead TEXT,
        text TEXT NOT NULL,
        author TEXT,
        layout TEXT,
        published_at TEXT,  -- as the page or the caller says it
        published TEXT,  -- the day that the extraction reckoned from
        digest TEXT NOT NULL,  -- of text, published_at and home: all that the extraction is told
        extracted_digest TEXT,  -- the digest at the last extraction
        lexicon_digest TEXT REFERENCES lexicons(digest),
        code_version TEXT,
        extracted_at TEXT
    )
    """,
    """
    CREATE TABLE localities (
        code TEXT NOT NULL,
        valid_from TEXT NOT NULL,
        valid_to TEXT,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        level TEXT NOT NULL,
        parent TEXT,
        province TEXT,  -- code of its province then
        province_name TEXT,
        current TEXT NOT NULL,  -- JSON: codes of the units that hold its area today
        province_now TEXT,  -- code of its province today
        province_now_name TEXT,
        PRIMARY KEY (code, valid_from)  -- codes are used again: a code alone is no identity
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE campaigns (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        type TEXT NOT NULL,
        listed INTEGER NOT NULL  -- 0: found in a text, in no table of ours
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE indicators (
        id TEXT PRIMARY KEY,
        unit TEXT NOT NULL,
        label_vi TEXT NOT NULL,
        label_en TEXT NOT NULL,
        core INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE date_mentions (
        id INTEGER PRIMARY KEY,
        article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        text TEXT NOT NULL,
        rule TEXT NOT NULL,
        period_start TEXT,
        period_end TEXT,
        timex TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE locality_mentions (
        id INTEGER PRIMARY KEY,
        article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        text TEXT NOT NULL,
        rule TEXT NOT NULL,
        locality TEXT NOT NULL,
        locality_valid_from TEXT NOT NULL,
        basis TEXT,
        FOREIGN KEY (locality, locality_valid_from) REFERENCES localities(code, valid_from)
    )
    """,
    """
    CREATE TABLE campaign_mentions (
        id INTEGER PRIMARY KEY,
        article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        text TEXT NOT NULL,
        rule TEXT NOT NULL,
        campaign TEXT NOT NULL REFERENCES campaigns(id)
    )
    """,
    """
    CREATE TABLE quantity_mentions (
        id INTEGER PRIMARY KEY,
        article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        text TEXT NOT NULL,
        rule TEXT NOT NULL,
        value REAL NOT NULL,
        value_upper REAL,
        unit TEXT NOT NULL,
        modifier TEXT
    )
    """,
    """
    CREATE TABLE facts (
        id INTEGER PRIMARY KEY,
        article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        indicator TEXT NOT NULL REFERENCES indicators(id),
        value REAL NOT NULL,
        value_upper REAL,
        unit TEXT NOT NULL,
        modifier TEXT,
        status TEXT NOT NULL CHECK (status IN ('achieved', 'target', 'pledged')),
        aggregation TEXT NOT NULL CHECK (aggregation IN ('whole', 'part', 'each')),
        item TEXT NOT NULL,
        action TEXT,
        period_start TEXT,
        period_end TEXT,
        period_basis TEXT,
        locality TEXT,
        locality_valid_from TEXT,
        locality_basis TEXT,
        campaign TEXT REFERENCES campaigns(id),
        campaign_basis TEXT,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        quote TEXT NOT NULL,
        sentence_start INTEGER NOT NULL,
        sentence_end INTEGER NOT NULL,
        sentence TEXT NOT NULL,
        rules TEXT NOT NULL,  -- JSON
        confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
        FOREIGN KEY (locality, locality_valid_from) REFERENCES localities(code, valid_from)
    )
    """,
    """
    CREATE TABLE fact_evidence (
        id INTEGER PRIMARY KEY,
        fact INTEGER NOT NULL REFERENCES facts(id) ON DELETE CASCADE,
        slot TEXT NOT NULL,
        basis TEXT NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        text TEXT NOT NULL
    )
    """,
)

INDEXES = (
    "CREATE INDEX issues_run ON issues(run)",
    "CREATE INDEX pages_site ON pages(site)",
    "CREATE INDEX articles_site_published ON articles(site, published)",
    "CREATE INDEX articles_published ON articles(published)",
    "CREATE INDEX articles_lexicon ON articles(lexicon_digest)",
    "CREATE INDEX localities_province_now ON localities(province_now)",
    "CREATE INDEX localities_name ON localities(name)",
    "CREATE INDEX date_mentions_article ON date_mentions(article)",
    "CREATE INDEX locality_mentions_article ON locality_mentions(article)",
    "CREATE INDEX locality_mentions_locality ON locality_mentions(locality, locality_valid_from)",
    "CREATE INDEX campaign_mentions_article ON campaign_mentions(article)",
    "CREATE INDEX campaign_mentions_campaign ON campaign_mentions(campaign)",
    "CREATE INDEX quantity_mentions_article ON quantity_mentions(article)",
    "CREATE INDEX facts_article ON facts(article)",
    "CREATE INDEX facts_indicator_value ON facts(indicator, value)",
    "CREATE INDEX facts_locality ON facts(locality, locality_valid_from)",
    "CREATE INDEX facts_campaign ON facts(campaign)",
    "CREATE INDEX facts_period ON facts(period_start, period_end)",
    "CREATE INDEX fact_evidence_fact ON fact_evidence(fact)",
)

VIEWS = (
    """
    CREATE VIEW mentions AS
    SELECT 'date' AS kind, article, start, "end", text, rule, timex AS value FROM date_mentions
    UNION ALL SELECT 'locality', article, start, "end", text, rule, locality FROM locality_mentions
    UNION ALL SELECT 'campaign', article, start, "end", text, rule, campaign FROM campaign_mentions
    UNION ALL SELECT 'quantity', article, start, "end", text, rule, value || ' ' || unit FROM quantity_mentions
    """,
    """
    CREATE VIEW facts_wide AS
    SELECT
        facts.id AS fact,
        facts.indicator,
        indicators.label_vi AS indicator_vi,
        indicators.label_en AS indicator_en,
        facts.value,
        facts.value_upper,
        facts.unit,
        facts.modifier,
        facts.status,
        facts.aggregation,
        facts.item,
        facts.action,
        facts.period_start,
        facts.period_end,
        facts.period_basis,
        facts.locality AS place_code,
        localities.kind AS place_kind,
        localities.name AS place,
        localities.level AS place_level,
        facts.locality_basis AS place_basis,
        localities.province AS province_code,
        localities.province_name AS province,
        localities.province_now AS province_now_code,
        localities.province_now_name AS province_now,
        facts.campaign,
        campaigns.name AS campaign_name,
        facts.campaign_basis,
        facts.quote,
        facts.sentence,
        facts.confidence,
        facts.rules,
        articles.id AS article,
        articles.title,
        articles.document,
        articles.url,
        articles.published,
        articles.site
    FROM facts
    JOIN articles ON articles.id = facts.article
    JOIN indicators ON indicators.id = facts.indicator
    LEFT JOIN localities ON localities.code = facts.locality AND localities.valid_from = facts.locality_valid_from
    LEFT JOIN campaigns ON campaigns.id = facts.campaign
    """,
)
