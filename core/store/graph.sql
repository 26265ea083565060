-- Further links between accounts, by kind; runs after the cascades. Shares, quotes and replies: see merge.sql.
-- name: mentioned
-- Shares repeat the mentions of the post shared.
INSERT INTO mentioned
SELECT DISTINCT p.post_no, coalesce(k.account_no, h.account_no) AS other_no
FROM post_mentions m JOIN posts p USING (post_no) LEFT JOIN accounts k ON k.account_key = m.account_key
LEFT JOIN (
    SELECT platform, lower(handle) AS handle, min(account_no) AS account_no FROM accounts
    WHERE handle IS NOT NULL GROUP BY ALL HAVING count(*) = 1
) h ON m.account_key IS NULL AND h.platform = p.platform AND h.handle = lower(m.handle)
WHERE p.is_primary AND p.kind <> 'share' AND coalesce(k.account_no, h.account_no) <> p.account_no
ORDER BY 1, 2;

-- name: mentions
-- From the one mentioned to the one who mentions it, as from the one shared to the sharer.
INSERT INTO graph_links
SELECT m.account_no, p.account_no, 'mention', count(*)::INTEGER AS n, min(p.posted_at), max(p.posted_at)
FROM mentioned m JOIN posts p USING (post_no)
GROUP BY ALL ORDER BY n DESC, m.account_no, p.account_no;

-- name: likely
INSERT INTO graph_links
SELECT s.account_no, p.account_no, 'likely', count(*)::INTEGER AS n, min(p.posted_at), max(p.posted_at)
FROM cascade_links l JOIN posts p USING (post_no) JOIN posts s ON s.post_no = l.likely_no
WHERE p.is_primary AND p.account_no <> s.account_no
GROUP BY ALL ORDER BY n DESC, s.account_no, p.account_no;

-- name: same_link
-- Pairs of accounts that posted at least two of the same links; links posted by more than 50 accounts say nothing.
INSERT INTO graph_links
WITH posted AS (
    SELECT l.expanded AS link, p.account_no, min(p.posted_at) AS first_at
    FROM post_links l JOIN posts p USING (post_no)
    WHERE p.is_primary AND p.kind <> 'share' AND p.account_no IS NOT NULL AND l.expanded IS NOT NULL
    GROUP BY ALL
), rare AS (
    SELECT link FROM posted GROUP BY link HAVING count(*) BETWEEN 2 AND 50
)
SELECT a.account_no, b.account_no, 'same_link', count(*)::INTEGER AS n, min(greatest(a.first_at, b.first_at)), max(greatest(a.first_at, b.first_at))
FROM posted a JOIN rare USING (link) JOIN posted b ON b.link = a.link AND b.account_no > a.account_no
GROUP BY ALL HAVING count(*) >= 2 ORDER BY n DESC, a.account_no, b.account_no;

-- name: tie
INSERT INTO graph_links
SELECT account_a, account_b, 'tie', sum(n)::INTEGER AS n, NULL, NULL FROM ties GROUP BY ALL ORDER BY n DESC, account_a, account_b;
