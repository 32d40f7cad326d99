"""What the nightly job keeps beside the first schema: a frontier of links, seeds, visits, issues by site."""

STATEMENTS = (
    "ALTER TABLE runs ADD COLUMN pid INTEGER",
    "ALTER TABLE sites ADD COLUMN expected_min INTEGER",  # articles a week
    "ALTER TABLE sites ADD COLUMN expected_max INTEGER",
    "ALTER TABLE pages ADD COLUMN key TEXT",  # the article's identity on its site; NULL: fetched before there were any
    "ALTER TABLE pages DROP COLUMN checked_at",  # a page that still holds writes nothing
    "ALTER TABLE articles ADD COLUMN added_at TEXT",  # when it first came
    """
    CREATE TABLE links (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,  -- the article's identity on its site
        url TEXT NOT NULL,
        site TEXT NOT NULL REFERENCES sites(slug),
        seed TEXT NOT NULL,  -- where it was found
        title TEXT,
        published TEXT,  -- the day that stands beside the link
        run INTEGER NOT NULL REFERENCES runs(id),  -- that found it
        found_at TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'fetched', 'gone', 'failed')),
        tries INTEGER NOT NULL DEFAULT 0,
        due_at TEXT  -- not to be asked for before
    )
    """,
    "CREATE INDEX links_site ON links(site, id)",
    "CREATE INDEX links_url ON links(url)",
    "CREATE INDEX links_pending ON links(site, id) WHERE state = 'pending'",
    """
    CREATE TABLE seeds (
        site TEXT NOT NULL REFERENCES sites(slug),
        url TEXT NOT NULL,
        walked_at TEXT,  -- when a walk last found something new and came to its end; NULL: it broke off
        PRIMARY KEY (site, url)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE visits (
        run INTEGER NOT NULL REFERENCES runs(id),
        site TEXT NOT NULL REFERENCES sites(slug),
        requests INTEGER NOT NULL,
        not_modified INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        waited REAL NOT NULL,  -- seconds slept for politeness
        lists INTEGER NOT NULL,  -- pages of lists, feeds and sitemaps that came
        links INTEGER NOT NULL,  -- new ones
        pages INTEGER NOT NULL,  -- new or changed
        articles INTEGER NOT NULL,  -- new ones
        facts INTEGER NOT NULL,
        issues INTEGER NOT NULL,
        PRIMARY KEY (run, site)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE issues_new (
        id INTEGER PRIMARY KEY,
        run INTEGER NOT NULL REFERENCES runs(id),
        site TEXT,
        stage TEXT NOT NULL
            CHECK (stage IN ('run', 'crawl', 'parse', 'extract', 'read', 'consolidate', 'import', 'report')),
        kind TEXT NOT NULL,  -- the name of the error, as NoArticle
        subject TEXT NOT NULL,  -- address, path or site
        message TEXT NOT NULL,
        cure TEXT NOT NULL,
        at TEXT NOT NULL
    )
    """,
    """
    INSERT INTO issues_new (id, run, stage, kind, subject, message, cure, at)
    SELECT id, run, stage, kind, subject, message, cure, at FROM issues
    """,
    "DROP TABLE issues",
    "ALTER TABLE issues_new RENAME TO issues",
    "CREATE INDEX issues_run ON issues(run)",
    "CREATE INDEX issues_site ON issues(site, run)",
    "CREATE INDEX issues_subject ON issues(subject)",
    "CREATE UNIQUE INDEX pages_key ON pages(key)",
    "CREATE INDEX articles_site_added ON articles(site, added_at)",
    "CREATE INDEX visits_site ON visits(site, run)",
)
