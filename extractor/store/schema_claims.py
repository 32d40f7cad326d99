"""What the claims are kept in: figures that articles tell, each once, who tells them, and their sums."""

STATEMENTS = (
    "ALTER TABLE facts ADD COLUMN flow TEXT",  # class of its verb: raise, spend, worth, build, repair …
    "ALTER TABLE facts ADD COLUMN scope TEXT",  # of its place: area (all of it), village, giver; without one: country
    "ALTER TABLE facts ADD COLUMN total_start INTEGER",  # of a part: where the total stands in the same text
    "ALTER TABLE indicators ADD COLUMN summed INTEGER NOT NULL DEFAULT 1",  # 0: its figures do not add up
    "ALTER TABLE localities ADD COLUMN now_code TEXT",  # the unit of today that holds the area; NULL: none or several
    "ALTER TABLE localities ADD COLUMN now_valid_from TEXT",
    "ALTER TABLE localities ADD COLUMN now_is TEXT CHECK (now_is IN ('same', 'merged', 'split'))",  # NULL: not known
    "ALTER TABLE articles ADD COLUMN told_as TEXT",  # what its claims were made from; NULL: facts are new
    "ALTER TABLE articles ADD COLUMN told_cluster INTEGER",  # its cluster then
    """
    CREATE TABLE claims (
        id INTEGER PRIMARY KEY REFERENCES facts(id) ON DELETE CASCADE,  -- the fact that tells it best
        pool TEXT NOT NULL,  -- indicator, status and province of today, within which claims are compared
        indicator TEXT NOT NULL REFERENCES indicators(id),
        value REAL NOT NULL,
        value_upper REAL,
        unit TEXT NOT NULL,
        modifier TEXT,
        status TEXT NOT NULL,
        aggregation TEXT NOT NULL,
        item TEXT NOT NULL,
        period_start TEXT,
        period_end TEXT,
        year INTEGER,  -- the calendar year that holds the period
        locality TEXT,
        locality_valid_from TEXT,
        province TEXT,  -- code of its province then
        province_now TEXT,
        campaign TEXT REFERENCES campaigns(id),
        witnesses INTEGER NOT NULL,  -- facts
        articles INTEGER NOT NULL,
        publishers INTEGER NOT NULL,  -- sites, or documents without one; a reprint is none of its own
        first_published TEXT,
        last_published TEXT,
        relation TEXT CHECK (relation IN ('running', 'conflict')),
        series INTEGER,  -- the first claim of those that run on or conflict
        total INTEGER,  -- of a part: the fact of its total
        counted_value REAL,  -- how much of it enters the totals: of several years what single years do not tell
        why_not TEXT  -- NULL: it enters the totals
            CHECK (why_not IN ('each', 'unsummed', 'part', 'running', 'conflict', 'contained')),
        FOREIGN KEY (locality, locality_valid_from) REFERENCES localities(code, valid_from)
    )
    """,
    """
    CREATE TABLE claim_facts (
        fact INTEGER PRIMARY KEY REFERENCES facts(id) ON DELETE CASCADE,
        pool TEXT NOT NULL,
        voice INTEGER NOT NULL,  -- the fact that it repeats as a reprint; its own where it tells for itself
        total INTEGER,  -- of a part: the fact of its total
        claim INTEGER REFERENCES claims(id) ON DELETE SET NULL
    )
    """,
    """
    CREATE TABLE stale_pools (
        pool TEXT PRIMARY KEY  -- whose facts are others than when it was consolidated
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE claim_totals (
        pool TEXT NOT NULL,
        indicator TEXT NOT NULL REFERENCES indicators(id),
        status TEXT NOT NULL,
        province TEXT,
        province_name TEXT,
        province_now TEXT,
        province_now_name TEXT,
        year INTEGER,
        campaign TEXT REFERENCES campaigns(id),
        value REAL NOT NULL,
        claims INTEGER NOT NULL,
        articles INTEGER NOT NULL
    )
    """,
    "CREATE INDEX claims_pool ON claims(pool)",
    "CREATE INDEX claims_indicator ON claims(indicator, year)",
    "CREATE INDEX claims_province ON claims(province, indicator)",
    "CREATE INDEX claims_province_now ON claims(province_now, indicator)",
    "CREATE INDEX claims_locality ON claims(locality, locality_valid_from)",
    "CREATE INDEX claims_campaign ON claims(campaign)",
    "CREATE INDEX claims_series ON claims(series) WHERE series IS NOT NULL",
    "CREATE INDEX claim_facts_claim ON claim_facts(claim)",
    "CREATE INDEX claim_facts_pool ON claim_facts(pool, voice)",
    "CREATE INDEX claim_totals_pool ON claim_totals(pool)",
    "CREATE INDEX claim_totals_indicator ON claim_totals(indicator, year)",
    """
    CREATE TRIGGER facts_come_to_claims AFTER INSERT ON facts
    BEGIN
        UPDATE articles SET told_as = NULL WHERE id = NEW.article AND told_as IS NOT NULL;
    END
    """,
    """
    CREATE TRIGGER facts_leave_claims BEFORE DELETE ON facts
    BEGIN
        INSERT OR IGNORE INTO stale_pools SELECT pool FROM claim_facts WHERE fact = OLD.id;
        UPDATE articles SET told_as = NULL WHERE id = OLD.article AND told_as IS NOT NULL;
    END
    """,
    "DROP VIEW facts_wide",
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
        CASE WHEN substr(facts.period_start, 1, 4) = substr(facts.period_end, 1, 4)
            THEN CAST(substr(facts.period_start, 1, 4) AS INTEGER) END AS year,
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
    """
    CREATE VIEW claims_wide AS
    SELECT
        claims.id AS claim,
        claims.indicator,
        indicators.label_vi AS indicator_vi,
        indicators.label_en AS indicator_en,
        claims.value,
        claims.value_upper,
        claims.unit,
        claims.modifier,
        claims.status,
        claims.aggregation,
        claims.item,
        claims.period_start,
        claims.period_end,
        claims.year,
        claims.locality AS place_code,
        there.kind AS place_kind,
        there.name AS place,
        there.level AS place_level,
        claims.province AS province_code,
        there.province_name AS province,
        claims.province_now AS province_now_code,
        there.province_now_name AS province_now,
        there.now_code AS place_now_code,
        today.name AS place_now,
        there.now_is AS place_now_is,
        claims.campaign,
        campaigns.name AS campaign_name,
        claims.witnesses,
        claims.articles,
        claims.publishers,
        claims.first_published,
        claims.last_published,
        claims.relation,
        claims.series,
        whole.claim AS part_of,
        claims.why_not IS NULL AS counted,
        claims.counted_value,
        claims.why_not,
        facts.quote,
        facts.sentence,
        articles.document,
        articles.url,
        articles.title
    FROM claims
    JOIN indicators ON indicators.id = claims.indicator
    JOIN facts ON facts.id = claims.id
    JOIN articles ON articles.id = facts.article
    LEFT JOIN localities AS there ON there.code = claims.locality AND there.valid_from = claims.locality_valid_from
    LEFT JOIN localities AS today ON today.code = there.now_code AND today.valid_from = there.now_valid_from
    LEFT JOIN campaigns ON campaigns.id = claims.campaign
    LEFT JOIN claim_facts AS whole ON whole.fact = claims.total
    """,
    """
    CREATE VIEW totals AS
    SELECT
        claim_totals.indicator,
        indicators.label_vi AS indicator_vi,
        indicators.label_en AS indicator_en,
        indicators.unit,
        claim_totals.province AS province_code,
        claim_totals.province_name AS province,
        claim_totals.province_now AS province_now_code,
        claim_totals.province_now_name AS province_now,
        claim_totals.year,
        claim_totals.campaign,
        campaigns.name AS campaign_name,
        claim_totals.status,
        claim_totals.value,
        claim_totals.claims,
        claim_totals.articles
    FROM claim_totals
    JOIN indicators ON indicators.id = claim_totals.indicator
    LEFT JOIN campaigns ON campaigns.id = claim_totals.campaign
    """,
)
