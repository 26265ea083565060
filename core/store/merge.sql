-- From staged batches to the tables of one store. Statements are run one by one, in this order, by save.py.
-- name: keys
-- Posts that were met more than once; everything else passes straight through.
CREATE OR REPLACE TABLE stage.repeated AS
SELECT platform, post_id FROM staged_posts GROUP BY ALL HAVING count(*) > 1;

-- name: united
-- Primary beats included; complete text beats cut wherever it was seen, then the longer text, then what was read first:
-- a number with a part for each (60 and 61, 38 to 59, 28 to 37 and 0 to 27 are its bits), so that the same files give the
-- same case each time. arg_max skips nulls, so facts are united.
CREATE OR REPLACE TABLE stage.united AS
SELECT platform, post_id, arg_max(account_id, best) AS account_id, arg_max(posted_at, best) AS posted_at,
    arg_max(time_quality, best) AS time_quality, arg_max(id_time, best) AS id_time,
    arg_max(text, wholeness) AS text, arg_max(text_complete, wholeness) AS text_complete, arg_max(lang, best) AS lang,
    arg_max(lang_source, best) AS lang_source, arg_max(kind, best) AS kind, arg_max(share_of, best) AS share_of,
    arg_max(quote_of, best) AS quote_of, arg_max(reply_to, best) AS reply_to, arg_max(root_id, best) AS root_id,
    arg_max(client, best) AS client, arg_max(url, best) AS url, bool_or(is_primary) AS is_primary,
    bool_or(deleted) AS deleted, bool_or(synthetic_id) AS synthetic_id
FROM (
    SELECT *, (is_primary::BIGINT << 61) + wholeness AS best
    FROM (
        SELECT s.*, (coalesce(text_complete, true)::BIGINT << 60) + (least(coalesce(length(text), 0), 4194303)::BIGINT << 38)
            + (greatest(1023 - file_no, 0)::BIGINT << 28) + greatest(268435455 - line, 0) AS wholeness
        FROM staged_posts s SEMI JOIN stage.repeated r USING (platform, post_id)
    )
)
GROUP BY platform, post_id;

-- name: merged
-- A view: most posts were met once, and their wide rows are better read twice than copied.
CREATE OR REPLACE TEMP VIEW merged AS
SELECT s.* EXCLUDE (file_no, line, carried) FROM staged_posts s ANTI JOIN stage.repeated r USING (platform, post_id)
UNION ALL BY NAME SELECT * FROM stage.united;

-- name: accounts
-- The newest capture, to the second, and of those the last that was read: no two are alike.
CREATE OR REPLACE TABLE stage.accounts AS
WITH keys AS (
    SELECT platform, account_id FROM merged WHERE account_id IS NOT NULL
    UNION
    SELECT platform, account_id FROM staged_profiles WHERE account_id IS NOT NULL
), newest AS (
    SELECT platform, account_id, max(captured_at) AS captured_at,
        arg_max(handle, t) AS handle, arg_max(name, t) AS name, arg_max(created_at, t) AS created_at,
        arg_max(followers, t) AS followers, arg_max(following, t) AS following, arg_max(statuses, t) AS statuses,
        arg_max(likes, t) AS likes, arg_max(listed, t) AS listed, arg_max(verified, t) AS verified,
        arg_max(default_profile, t) AS default_profile, arg_max(default_profile_image, t) AS default_profile_image,
        arg_max(description, t) AS description, arg_max(location, t) AS location, arg_max(url, t) AS url
    FROM (
        SELECT *, (greatest(0, least(coalesce(epoch_us(captured_at), 0) // 1000000, 4294967295))::UBIGINT << 31)
            + row_number() OVER () AS t
        FROM staged_profiles
    )
    GROUP BY ALL
)
SELECT row_number() OVER (ORDER BY platform, account_id)::INTEGER AS account_no,
    platform || ':' || account_id AS account_key, *
FROM keys LEFT JOIN newest USING (platform, account_id);

-- name: assumed
-- When a profile was captured where no file states it: the day of collection that people told. X v1.1 and TAGS take
-- profiles as the posts come: there the newest post that carries the profile, its own or one that shares or quotes it.
-- Only posts of other files, and of those with a day that people told, are looked at one by one.
CREATE OR REPLACE TABLE stage.assumed AS
WITH own AS MATERIALIZED (
    SELECT m.platform, m.post_id, m.account_id, m.posted_at FROM merged m
    SEMI JOIN (SELECT platform, account_id FROM stage.accounts WHERE captured_at IS NULL AND created_at IS NOT NULL)
        USING (platform, account_id)
), told AS (
    SELECT file_no, format IN ('x-v1', 'tags') AS live, try_cast(nullif(collected_on, '') AS DATE) AS told FROM files
    WHERE format NOT IN ('x-v1', 'tags') OR nullif(collected_on, '') IS NOT NULL
), seen AS (
    SELECT platform, post_id, file_no FROM staged_posts WHERE NOT carried AND file_no IN (SELECT file_no FROM told)
    UNION ALL SELECT platform, post_id, file_no FROM stage.sightings WHERE file_no IN (SELECT file_no FROM told)
), collected AS (
    SELECT o.platform, o.account_id, bool_and(live) AS live, max(told) AS told
    FROM own o JOIN seen s USING (platform, post_id) JOIN told USING (file_no) GROUP BY ALL
), passed AS (
    SELECT platform, coalesce(share_of, quote_of) AS post_id, max(posted_at) AS last_at
    FROM merged m SEMI JOIN own o ON o.platform = m.platform AND o.post_id = coalesce(m.share_of, m.quote_of)
    GROUP BY ALL
), newest AS (
    SELECT o.platform, o.account_id, max(greatest(o.posted_at, p.last_at)) AS last_at
    FROM own o LEFT JOIN passed p USING (platform, post_id) GROUP BY ALL
)
SELECT account_no, CASE
    WHEN told IS NOT NULL THEN greatest((told::TIMESTAMP + INTERVAL 12 HOUR) AT TIME ZONE 'UTC', last_at)
    WHEN coalesce(live, true) THEN last_at END AS assumed_at
FROM newest LEFT JOIN collected USING (platform, account_id) JOIN stage.accounts USING (platform, account_id);

-- name: authors
CREATE OR REPLACE TABLE stage.authors AS
WITH referred AS (
    SELECT DISTINCT platform, coalesce(share_of, quote_of, reply_to) AS post_id FROM merged
    WHERE coalesce(share_of, quote_of, reply_to) IS NOT NULL
)
SELECT m.platform, m.post_id, a.account_no
FROM merged m SEMI JOIN referred r USING (platform, post_id) JOIN stage.accounts a USING (platform, account_id);

-- name: posts
-- The wide rows are sorted once: they are numbered as they come out of the sort.
INSERT INTO posts BY NAME
SELECT row_number() OVER ()::INTEGER AS post_no, *
FROM (
    SELECT m.* EXCLUDE (account_id, share_of, quote_of, reply_to), m.platform || ':' || m.post_id AS post_key,
        m.platform || ':' || m.share_of AS share_of, m.platform || ':' || m.quote_of AS quote_of,
        m.platform || ':' || m.reply_to AS reply_to, a.account_no, a.account_key,
        CASE WHEN b.status = 'scored' THEN least(floor(b.score * 4), 19)::TINYINT END AS score_bin,
        s.account_no AS source_account_no, floor(epoch(m.posted_at) / 3600)::INTEGER AS hour_no
    FROM merged m
    LEFT JOIN stage.accounts a ON a.platform = m.platform AND a.account_id = m.account_id
    LEFT JOIN bot_scores b ON b.account_no = a.account_no
    LEFT JOIN stage.authors s
        ON s.platform = m.platform AND s.post_id = coalesce(m.share_of, m.quote_of, m.reply_to)
    ORDER BY m.posted_at NULLS LAST, post_key
);

-- name: numbers
CREATE OR REPLACE TABLE stage.numbers AS SELECT platform, post_id, post_no FROM posts;

-- name: sightings
INSERT INTO sightings
SELECT n.post_no, s.file_no, s.line, s.is_primary
FROM staged_posts s JOIN stage.numbers n USING (platform, post_id) WHERE NOT s.carried
UNION ALL
SELECT n.post_no, s.file_no, s.line, s.is_primary FROM stage.sightings s JOIN stage.numbers n USING (platform, post_id);

-- name: metrics
INSERT INTO metrics
SELECT DISTINCT n.post_no, m.file_no, m.captured_at, m.likes, m.shares, m.quotes, m.replies, m.views
FROM staged_metrics m JOIN stage.numbers n USING (platform, post_id);

-- name: links
INSERT INTO post_links SELECT DISTINCT n.post_no, l.raw, l.expanded, l.domain
FROM staged_links l JOIN stage.numbers n USING (platform, post_id);

-- name: tags
INSERT INTO post_tags SELECT DISTINCT n.post_no, t.tag FROM staged_tags t JOIN stage.numbers n USING (platform, post_id);

-- name: mentions
INSERT INTO post_mentions SELECT DISTINCT n.post_no, platform || ':' || m.account_id, m.handle
FROM staged_mentions m JOIN stage.numbers n USING (platform, post_id);

-- name: media
INSERT INTO post_media SELECT DISTINCT n.post_no, m.media_type, m.url, m.media_id
FROM staged_media m JOIN stage.numbers n USING (platform, post_id);

-- name: exhibits
INSERT INTO exhibits SELECT DISTINCT n.post_no, e.seen_by, e.stated_at, e.note, e.picture_sha256, e.picture_name, e.added_at
FROM staged_exhibits e JOIN stage.numbers n USING (platform, post_id);

-- name: snapshots
-- In the order in which they were read: of two without a time the next build prefers the later one, as this one does.
INSERT INTO account_snapshots BY NAME
SELECT * EXCLUDE (place)
FROM (
    SELECT a.account_no, p.captured_at, p.handle, p.name, p.created_at, p.followers, p.following, p.statuses, p.likes,
        p.listed, p.verified, p.default_profile, p.default_profile_image, p.description, p.location, p.url,
        max(p.place) AS place
    FROM (SELECT *, row_number() OVER () AS place FROM staged_profiles) p JOIN stage.accounts a USING (platform, account_id)
    GROUP BY ALL
)
ORDER BY place;

-- name: account_totals
INSERT INTO accounts BY NAME
WITH written AS (
    SELECT account_no, count(*)::INTEGER AS posts, min(posted_at) AS first_posted_at, max(posted_at) AS last_posted_at,
        count(*) FILTER (kind = 'original')::INTEGER AS originals, count(*) FILTER (kind = 'share')::INTEGER AS shares,
        min(post_no) AS first_no,
        rank() OVER (ORDER BY min(posted_at) NULLS LAST)::INTEGER AS first_rank
    FROM posts WHERE is_primary AND account_no IS NOT NULL GROUP BY account_no
), received AS (
    SELECT source_account_no AS account_no, count(*)::INTEGER AS shares_received
    FROM posts WHERE is_primary AND kind = 'share' GROUP BY ALL
)
SELECT a.*, n.assumed_at, coalesce(w.posts, 0) AS posts, coalesce(w.originals, 0) AS originals, coalesce(w.shares, 0) AS shares,
    w.first_no, w.first_posted_at, w.last_posted_at, w.first_rank,
    coalesce(r.shares_received, 0) AS shares_received
FROM stage.accounts a LEFT JOIN stage.assumed n USING (account_no)
LEFT JOIN written w USING (account_no) LEFT JOIN received r USING (account_no)
ORDER BY account_no;

-- name: other_scores
-- Files of scores name accounts by id, by handle or both: the account with that id, else the only one with that handle.
INSERT INTO other_scores BY NAME
WITH handles AS (
    SELECT platform, lower(handle) AS low, any_value(account_key) AS account_key
    FROM accounts WHERE handle IS NOT NULL GROUP BY ALL HAVING count(*) = 1
)
SELECT DISTINCT coalesce(a.account_key, h.account_key, s.platform || ':' || coalesce(s.account_id, '@' || lower(s.handle))) AS account_key,
    s.platform, s.handle, s.tool, s.measure, s.value, s.captured_at, s.file_no
FROM staged_other_scores s
LEFT JOIN accounts a ON a.account_key = s.platform || ':' || s.account_id
LEFT JOIN handles h ON h.platform = s.platform AND h.low = lower(s.handle);

-- name: cube
INSERT INTO cube
SELECT date_trunc('hour', posted_at) AS hour, coalesce(lang, 'und'), platform, kind, score_bin, count(*)::INTEGER, min(post_no)
FROM posts WHERE is_primary AND posted_at IS NOT NULL GROUP BY ALL ORDER BY hour;

-- name: account_cube
INSERT INTO account_cube
SELECT p.account_no, coalesce(p.lang, 'und'), p.platform, p.kind,
    coalesce(any_value(p.score_bin), CASE any_value(b.status) WHEN 'not enough data' THEN -1 ELSE -2 END)::TINYINT,
    count(*)::INTEGER, min(p.post_no)
FROM posts p LEFT JOIN bot_scores b USING (account_no)
WHERE p.is_primary AND p.account_no IS NOT NULL
GROUP BY p.account_no, coalesce(p.lang, 'und'), p.platform, p.kind ORDER BY p.account_no;

-- name: facet_accounts
INSERT INTO facet_accounts
SELECT 'lang', lang, count(DISTINCT account_no) FROM account_cube GROUP BY lang
UNION ALL SELECT 'platform', platform, count(DISTINCT account_no) FROM account_cube GROUP BY platform
UNION ALL SELECT 'kind', kind, count(DISTINCT account_no) FROM account_cube GROUP BY kind
UNION ALL SELECT 'band', band_of(score_bin), count(DISTINCT account_no) FROM account_cube GROUP BY ALL;

-- name: language_scores
INSERT INTO language_scores
SELECT lang, bin, count(*), sum(posts)
FROM (SELECT lang, account_no, any_value(score_bin) AS bin, sum(n) AS posts FROM account_cube GROUP BY lang, account_no)
GROUP BY ALL ORDER BY ALL;

-- name: language_sets
INSERT INTO language_sets
SELECT langs, score_bin, count(*) FROM (
    SELECT list_sort(list(DISTINCT lang)) AS langs, any_value(score_bin) AS score_bin FROM account_cube GROUP BY account_no
) GROUP BY ALL ORDER BY ALL;

-- name: language_accounts
INSERT INTO language_accounts
SELECT c.lang, c.account_no, sum(c.n) AS posts, min(p.posted_at), coalesce(sum(c.n) FILTER (c.kind = 'share'), 0),
    coalesce(sum(c.n) FILTER (c.kind = 'original'), 0)
FROM account_cube c JOIN posts p ON p.post_no = c.first_no
GROUP BY c.lang, c.account_no ORDER BY c.lang, posts DESC, c.account_no;

-- name: language_tops
INSERT INTO language_tops
SELECT * FROM language_accounts
QUALIFY row_number() OVER (PARTITION BY lang ORDER BY posts DESC, account_no) <= 500
ORDER BY lang, posts DESC, account_no;

-- name: listed_accounts
INSERT INTO listed_accounts
SELECT a.account_no, a.account_key, a.platform, a.handle, a.name, a.posts, a.originals, a.shares, a.shares_received,
    a.followers, a.following, a.statuses, a.verified, a.created_at, a.first_posted_at, a.first_rank, b.score,
    coalesce(b.status, 'not scored')
FROM (
    SELECT account_no FROM language_tops
    UNION (SELECT account_no FROM accounts WHERE posts > 0 ORDER BY posts DESC, account_no LIMIT 20000)
) JOIN accounts a USING (account_no) LEFT JOIN bot_scores b USING (account_no)
ORDER BY a.posts DESC, a.account_no;

-- name: minutes
INSERT INTO language_minutes
SELECT coalesce(lang, 'und') AS lang, date_trunc('minute', posted_at) AS minute, count(*)::INTEGER
FROM posts
WHERE is_primary AND posted_at IS NOT NULL
    AND (SELECT max(posted_at) - min(posted_at) <= INTERVAL 60 DAY FROM posts WHERE is_primary)
GROUP BY ALL ORDER BY lang, minute;
INSERT INTO minutes SELECT minute, sum(n) FROM language_minutes GROUP BY minute ORDER BY minute;

-- name: graph
INSERT INTO graph_links
SELECT source_account_no, account_no, kind, count(*)::INTEGER AS n, min(posted_at), max(posted_at)
FROM posts
WHERE is_primary AND source_account_no IS NOT NULL AND account_no IS NOT NULL AND source_account_no <> account_no
GROUP BY ALL ORDER BY n DESC, source_account_no, account_no, kind;

-- name: sighted
-- One row per file and post seen in it. The first sighting of a post in reading order is accepted, every later one is
-- merged; what an earlier build held comes first.
CREATE OR REPLACE TABLE stage.sighted AS
SELECT s.file_no, s.platform, s.account_id, s.kind, s.lang, s.posted_at, s.time_quality, 1 AS sightings, 1 AS accepted
FROM staged_posts s ANTI JOIN stage.repeated r USING (platform, post_id) WHERE s.is_primary AND NOT s.carried
UNION ALL BY NAME
SELECT file_no, platform, arg_max(account_id, best) AS account_id, arg_max(kind, best) AS kind,
    arg_max(lang, best) AS lang, arg_max(posted_at, best) AS posted_at, arg_max(time_quality, best) AS time_quality,
    count(*) AS sightings, max((place = 1)::INTEGER) AS accepted
FROM (
    SELECT s.*, row_number() OVER (PARTITION BY platform, post_id ORDER BY file_no, line) AS place,
        (coalesce(text_complete, true)::BIGINT << 60) + (least(coalesce(length(text), 0), 4194303)::BIGINT << 38)
            - place AS best
    FROM staged_posts s SEMI JOIN stage.repeated r USING (platform, post_id) WHERE is_primary
)
WHERE NOT carried GROUP BY file_no, platform, post_id;

-- name: accounting
CREATE OR REPLACE TABLE stage.accounting AS
WITH told AS (
    SELECT *, time_quality NOT IN ('id', 'none', 'day only') AS has_clock FROM stage.sighted
)
SELECT file_no, sum(accepted) AS accepted, sum(sightings) - sum(accepted) AS merged, count(*) AS posts,
    count(DISTINCT (platform, account_id)) FILTER (account_id IS NOT NULL) AS accounts,
    min(posted_at) AS first_posted_at, max(posted_at) AS last_posted_at,
    CASE WHEN count(*) FILTER (has_clock) < 20 THEN NULL
        WHEN bool_and(epoch_us(posted_at) % 3600000000 = 0) FILTER (has_clock) THEN 3600
        WHEN bool_and(epoch_us(posted_at) % 60000000 = 0) FILTER (has_clock) THEN 60 ELSE 1 END AS time_step_s
FROM told GROUP BY file_no;

-- name: kinds
CREATE OR REPLACE TABLE stage.file_kinds AS
SELECT file_no, map_from_entries(list((kind, n) ORDER BY n DESC, kind)) AS counts
FROM (SELECT file_no, coalesce(kind, 'unknown') AS kind, count(*) AS n FROM stage.sighted GROUP BY ALL) GROUP BY file_no;

-- name: languages
CREATE OR REPLACE TABLE stage.file_languages AS
SELECT file_no, map_from_entries(list((lang, n) ORDER BY n DESC, lang)) AS counts
FROM (SELECT file_no, coalesce(lang, 'unknown') AS lang, count(*) AS n FROM stage.sighted GROUP BY ALL) GROUP BY file_no;

-- name: file_counts
UPDATE files SET accepted = a.accepted, merged = a.merged, posts = a.posts, accounts = a.accounts,
    first_posted_at = a.first_posted_at, last_posted_at = a.last_posted_at, time_step_s = a.time_step_s,
    kinds = to_json(k.counts), languages = to_json(l.counts)
FROM stage.accounting a JOIN stage.file_kinds k USING (file_no) JOIN stage.file_languages l USING (file_no)
WHERE files.file_no = a.file_no;

-- name: account_files
-- A file of scores or profiles holds accounts, not posts: every record that was not rejected is accepted.
UPDATE files SET accepted = records - rejected, accounts = found.accounts
FROM (
    SELECT file_no, count(DISTINCT account) AS accounts
    FROM (
        SELECT file_no, coalesce(account_id, handle) AS account FROM staged_other_scores WHERE NOT carried
        UNION ALL SELECT file_no, account_id FROM staged_profiles WHERE file_no IS NOT NULL
    )
    WHERE file_no NOT IN (SELECT file_no FROM staged_posts WHERE is_primary AND NOT carried)
    GROUP BY file_no
) found
WHERE files.file_no = found.file_no;
