-- The tables of one case (DESIGN §4). Every id is text; every time is UTC; null is unknown.
-- post_no / account_no are numbers within this store only: they make joins cheap and never leave it.

CREATE TABLE meta (key VARCHAR PRIMARY KEY, value VARCHAR);
COMMENT ON TABLE meta IS 'What this build is: schema version, built_at, seeds and parameters of each method.';

CREATE TABLE files (
    file_no INTEGER, name VARCHAR, sha256 VARCHAR, bytes BIGINT, format VARCHAR, why VARCHAR, zone_rule VARCHAR,
    imported_at TIMESTAMPTZ, records BIGINT, accepted BIGINT, merged BIGINT, rejected BIGINT, posts BIGINT,
    accounts BIGINT, first_posted_at TIMESTAMPTZ, last_posted_at TIMESTAMPTZ, degradations VARCHAR, mapping VARCHAR, packed_in VARCHAR,
    kinds VARCHAR, languages VARCHAR, time_step_s INTEGER, query VARCHAR, collected_on VARCHAR
);
COMMENT ON TABLE files IS 'One row per imported file; records = accepted + merged + rejected.';
COMMENT ON COLUMN files.kinds IS 'JSON object: distinct primary posts of the file by kind; languages likewise.';
COMMENT ON COLUMN files.time_step_s IS 'Steps of its clock times in seconds: 60 where none names a second; null for fewer than 20 times.';
COMMENT ON COLUMN files.packed_in IS 'SHA-256 of the packed file that this one came in; empty where it came by itself.';
COMMENT ON COLUMN files.query IS 'What was searched for, and collected_on the day (ISO), as the reporter says; empty where not told.';
COMMENT ON COLUMN files.degradations IS 'JSON object: what was kept with a loss, counted by its name.';

CREATE TABLE rejects (file_no INTEGER, line BIGINT, reason VARCHAR, raw VARCHAR);
COMMENT ON TABLE rejects IS 'Records that could not be read, with their line, the reason and the raw text.';

CREATE TABLE posts (
    post_no INTEGER, post_key VARCHAR, platform VARCHAR, post_id VARCHAR, account_no INTEGER, account_key VARCHAR,
    posted_at TIMESTAMPTZ, time_quality VARCHAR, id_time TIMESTAMPTZ, text VARCHAR, text_complete BOOLEAN,
    lang VARCHAR, lang_source VARCHAR, kind VARCHAR, share_of VARCHAR, quote_of VARCHAR, reply_to VARCHAR,
    root_id VARCHAR, client VARCHAR, url VARCHAR, is_primary BOOLEAN, deleted BOOLEAN, synthetic_id BOOLEAN,
    source_account_no INTEGER, score_bin TINYINT, hour_no INTEGER
);
COMMENT ON TABLE posts IS 'One row per post, sorted by posted_at. is_primary false: seen only inside another post.';
COMMENT ON COLUMN posts.source_account_no IS 'Author of the post shared, quoted or answered (share > quote > reply).';
COMMENT ON COLUMN posts.score_bin IS 'Score of the author in quarters of a point, 0-19; null is not scored.';

COMMENT ON COLUMN posts.hour_no IS 'Hours since 1970 in UTC: makes the filter by hour of day cheap.';

CREATE TABLE metrics (
    post_no INTEGER, file_no INTEGER, captured_at TIMESTAMPTZ,
    likes BIGINT, shares BIGINT, quotes BIGINT, replies BIGINT, views BIGINT
);
COMMENT ON TABLE metrics IS 'Counts as each file gave them; the newest is shown; never summed over share rows.';

CREATE TABLE accounts (
    account_no INTEGER, account_key VARCHAR, platform VARCHAR, account_id VARCHAR, handle VARCHAR, name VARCHAR,
    created_at TIMESTAMPTZ, captured_at TIMESTAMPTZ, followers BIGINT, following BIGINT, statuses BIGINT,
    likes BIGINT, listed BIGINT, verified BOOLEAN, default_profile BOOLEAN, default_profile_image BOOLEAN,
    description VARCHAR, location VARCHAR, url VARCHAR,
    posts INTEGER, originals INTEGER, shares INTEGER, first_no INTEGER, first_posted_at TIMESTAMPTZ,
    last_posted_at TIMESTAMPTZ, shares_received INTEGER, first_rank INTEGER, assumed_at TIMESTAMPTZ
);
COMMENT ON TABLE accounts IS 'One row per account with its newest profile; posts etc. count the primary posts of the whole case.';
COMMENT ON COLUMN accounts.assumed_at IS 'When its profile is taken to have been captured for the score, where captured_at is null.';
COMMENT ON COLUMN accounts.first_rank IS 'Rank of its first post among the first posts of all accounts, 1 = earliest in the data.';

CREATE TABLE account_snapshots (
    account_no INTEGER, captured_at TIMESTAMPTZ, handle VARCHAR, name VARCHAR, created_at TIMESTAMPTZ,
    followers BIGINT, following BIGINT, statuses BIGINT, likes BIGINT, listed BIGINT, verified BOOLEAN,
    default_profile BOOLEAN, default_profile_image BOOLEAN, description VARCHAR, location VARCHAR, url VARCHAR
);
COMMENT ON TABLE account_snapshots IS 'Profiles as seen at each capture time.';

CREATE TABLE post_links (post_no INTEGER, raw VARCHAR, expanded VARCHAR, domain VARCHAR);
CREATE TABLE post_tags (post_no INTEGER, tag VARCHAR);
CREATE TABLE post_mentions (post_no INTEGER, account_key VARCHAR, handle VARCHAR);
CREATE TABLE mentioned (post_no INTEGER, account_no INTEGER);
COMMENT ON TABLE mentioned IS 'Accounts of the case that a post mentions, by id or else by handle; never the author, never in a share.';
CREATE TABLE post_media (post_no INTEGER, media_type VARCHAR, url VARCHAR, media_id VARCHAR);
CREATE TABLE exhibits (
    post_no INTEGER, seen_by VARCHAR, stated_at VARCHAR, note VARCHAR, picture_sha256 VARCHAR, picture_name VARCHAR,
    added_at TIMESTAMPTZ
);
COMMENT ON TABLE exhibits IS 'Posts that were added by hand: who saw them, the time as stated, and the picture kept beside the case.';
CREATE TABLE sightings (post_no INTEGER, file_no INTEGER, line BIGINT, is_primary BOOLEAN);
COMMENT ON TABLE sightings IS 'Where each post was read: file and line.';

CREATE TABLE other_scores (
    account_key VARCHAR, platform VARCHAR, handle VARCHAR, tool VARCHAR, measure VARCHAR, value DOUBLE,
    captured_at TIMESTAMPTZ, file_no INTEGER
);
COMMENT ON TABLE other_scores IS 'Scores of accounts that another tool computed, as its file gave them; never our own.';
COMMENT ON COLUMN other_scores.account_key IS 'The account with that id, else with that handle; one that posted nothing here keeps the key made of the file.';

-- Derived: rebuilt by the analysis, never edited.
CREATE TABLE bot_scores (
    account_no INTEGER, score DOUBLE, probability DOUBLE, low DOUBLE, high DOUBLE, status VARCHAR, reasons VARCHAR,
    hand_checked DOUBLE, financial DOUBLE, self_declared DOUBLE, spam DOUBLE, scam DOUBLE, model VARCHAR
);
COMMENT ON TABLE bot_scores IS 'score is 0-5, null unless status is scored; reasons is JSON (feature, value, percentile, effect).';

CREATE TABLE cascades (
    root_no INTEGER, root_key VARCHAR, platform VARCHAR, account_no INTEGER, started_at TIMESTAMPTZ, ended_at TIMESTAMPTZ,
    size INTEGER, accounts INTEGER, depth INTEGER, max_breadth INTEGER, duration_s DOUBLE,
    structural_virality DOUBLE, documented_share DOUBLE, languages VARCHAR, root_seen BOOLEAN,
    depth_low DOUBLE, depth_high DOUBLE, max_breadth_low DOUBLE, max_breadth_high DOUBLE,
    structural_virality_low DOUBLE, structural_virality_high DOUBLE
);
COMMENT ON TABLE cascades IS 'One tree of posts per root with at least one share, quote or reply.';
COMMENT ON COLUMN cascades.documented_share IS 'Share of links whose parent is stated (reply, quote, forward), not hung on the root by the platform.';

CREATE TABLE cascade_links (root_no INTEGER, post_no INTEGER, parent_no INTEGER, depth INTEGER, source VARCHAR, p DOUBLE,
    likely_no INTEGER, likely_p DOUBLE, root_p DOUBLE
);
COMMENT ON COLUMN cascade_links.likely_no IS 'Likeliest parent where the platform names only the root, with its probability and that of the post it names.';

CREATE TABLE cascade_breadth (root_no INTEGER, depth INTEGER, posts DOUBLE, low DOUBLE, high DOUBLE);
COMMENT ON TABLE cascade_breadth IS 'Posts at each depth of a cascade of ten posts or more, mean and 90 % of the drawn trees; 20 is 20 or deeper.';
CREATE TABLE cascade_influence (root_no INTEGER, post_no INTEGER, expected DOUBLE, low DOUBLE, high DOUBLE);
COMMENT ON TABLE cascade_influence IS 'Posts that hang below the leading posts of a cascade, mean and 90 % of the drawn trees.';
COMMENT ON COLUMN cascade_links.source IS 'How the parent is known: reply, quote, via, forward (stated), chain, rt_chain (from the text) or star (the platform names only the root).';

CREATE TABLE text_families (post_no INTEGER, family_no INTEGER);
CREATE TABLE ties (account_a INTEGER, account_b INTEGER, object VARCHAR, n INTEGER, window_s INTEGER);

CREATE TABLE cube (
    hour TIMESTAMPTZ, lang VARCHAR, platform VARCHAR, kind VARCHAR, score_bin TINYINT, n INTEGER, first_no INTEGER
);
COMMENT ON TABLE cube IS 'Primary posts counted by hour x language x platform x kind x score of the author; first_no is the earliest of them.';

CREATE TABLE account_cube (
    account_no INTEGER, lang VARCHAR, platform VARCHAR, kind VARCHAR, score_bin TINYINT, n INTEGER, first_no INTEGER
);
COMMENT ON TABLE account_cube IS 'Primary posts of each account by language x platform x kind, sorted by account.';
COMMENT ON COLUMN account_cube.score_bin IS 'As in posts; -1 is not enough data, -2 is not scored.';

CREATE TABLE facet_accounts (facet VARCHAR, value VARCHAR, accounts INTEGER);
COMMENT ON TABLE facet_accounts IS 'Distinct accounts behind each single choice of the filter: a click on one language reads one row.';

CREATE TABLE language_scores (lang VARCHAR, score_bin TINYINT, accounts INTEGER, posts INTEGER);
COMMENT ON TABLE language_scores IS 'Accounts that posted in a language, and their posts in it, by score; bins as in account_cube.';

CREATE TABLE language_sets (langs VARCHAR[], score_bin TINYINT, accounts INTEGER);
COMMENT ON TABLE language_sets IS 'Accounts by the set of languages they posted in: any choice of languages adds up some thousand rows.';

CREATE TABLE language_accounts (
    lang VARCHAR, account_no INTEGER, posts INTEGER, first_at TIMESTAMPTZ, shares INTEGER, originals INTEGER
);
COMMENT ON TABLE language_accounts IS 'Posts of each account in each language, most first.';

CREATE TABLE language_tops (
    lang VARCHAR, account_no INTEGER, posts INTEGER, first_at TIMESTAMPTZ, shares INTEGER, originals INTEGER
);
COMMENT ON TABLE language_tops IS 'The 500 first rows of each language in language_accounts.';

CREATE TABLE listed_accounts (
    account_no INTEGER, account_key VARCHAR, platform VARCHAR, handle VARCHAR, name VARCHAR, posts INTEGER,
    originals INTEGER, shares INTEGER, shares_received INTEGER, followers BIGINT, following BIGINT, statuses BIGINT,
    verified BOOLEAN, created_at TIMESTAMPTZ, first_posted_at TIMESTAMPTZ, first_rank INTEGER, score DOUBLE, status VARCHAR
);
COMMENT ON TABLE listed_accounts IS 'The accounts with most posts, of the case and of each language, as lists show them: 20,000 rows are joined at once, a million are not.';

CREATE TABLE minutes (minute TIMESTAMPTZ, n INTEGER);
CREATE TABLE language_minutes (lang VARCHAR, minute TIMESTAMPTZ, n INTEGER);
COMMENT ON TABLE minutes IS 'Primary posts of the whole case per minute; empty for cases longer than 60 days.';

CREATE TABLE graph_nodes (
    account_no INTEGER, x DOUBLE, y DOUBLE, community INTEGER, strength INTEGER, core INTEGER, bridges INTEGER, rank DOUBLE,
    lang VARCHAR
);
COMMENT ON TABLE graph_nodes IS 'Stored layout of the spreader graph (seeded), its communities and measures of each account.';
COMMENT ON COLUMN graph_nodes.rank IS 'PageRank times the number of accounts: 1 is the mean. bridges: other communities it is linked with.';
COMMENT ON COLUMN graph_nodes.lang IS 'Most frequent language of its primary posts, of equals the last by code; null without a post.';
CREATE TABLE graph_communities (community INTEGER, accounts INTEGER, posts_inside BIGINT, posts_out BIGINT, stability DOUBLE);
COMMENT ON TABLE graph_communities IS 'One row per community; stability is its mean overlap with the nearest community from other seeds.';
CREATE TABLE graph_links (source_no INTEGER, target_no INTEGER, kind VARCHAR, n INTEGER, first_at TIMESTAMPTZ, last_at TIMESTAMPTZ);
COMMENT ON TABLE graph_links IS 'From the account passed on to the account that passed it on; n counts distinct posts.';
COMMENT ON COLUMN graph_links.kind IS 'share, quote, reply; mention (from the one mentioned); likely (inferred parent); same_link and tie (without direction; n counts links or objects in common).';

-- The filter, written once. Null leaves everything in. words is a list of ILIKE patterns (see view.py).
CREATE MACRO hour_in(local_hour, hour_from, hour_to) AS
    hour_from IS NULL
    OR (hour_from <= hour_to AND local_hour BETWEEN hour_from AND hour_to)
    OR (hour_from > hour_to AND (local_hour >= hour_from OR local_hour <= hour_to));

CREATE MACRO band_of(bin) AS
    CASE WHEN bin IS NULL OR bin < 0 THEN 'unscored' WHEN bin < 8 THEN 'none' WHEN bin < 12 THEN 'undecided' ELSE 'signs' END;

CREATE MACRO posts_chosen(langs, platforms, kinds, bands, since, until, members) AS TABLE
    SELECT * FROM posts
    WHERE is_primary
      AND (langs IS NULL OR list_contains(langs, coalesce(lang, 'und')))
      AND (platforms IS NULL OR list_contains(platforms, platform))
      AND (kinds IS NULL OR list_contains(kinds, kind))
      AND (bands IS NULL OR list_contains(bands, band_of(score_bin)))
      AND (since IS NULL OR posted_at >= since)
      AND (until IS NULL OR posted_at < until)
      AND (members IS NULL OR list_contains(members, account_no));

-- With hours and words, which db.py replaces on its cursor by joins with hits that it has found before.
CREATE MACRO posts_in_view(langs, platforms, kinds, bands, since, until, zone, hour_from, hour_to, members, words) AS TABLE
    SELECT * FROM posts_chosen(langs, platforms, kinds, bands, since, until, members)
    WHERE hour_in(hour(posted_at AT TIME ZONE zone), hour_from, hour_to)
      AND (words IS NULL OR len(list_filter(words, lambda word: text ILIKE word ESCAPE '!')) > 0);

-- The same filter over the cube of accounts, for everything that needs no single post; cube.py has it for the hours.
CREATE MACRO account_cube_in_view(langs, platforms, kinds, bands, members) AS TABLE
    SELECT * FROM account_cube
    WHERE (langs IS NULL OR list_contains(langs, lang))
      AND (platforms IS NULL OR list_contains(platforms, platform))
      AND (kinds IS NULL OR list_contains(kinds, kind))
      AND (bands IS NULL OR list_contains(bands, band_of(score_bin)))
      AND (members IS NULL OR list_contains(members, account_no));
