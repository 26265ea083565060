-- From the store of the build before (attached as old) back to the staging tables, so that new files join it.
-- name: files
INSERT INTO files SELECT * FROM old.files;
-- name: rejects
INSERT INTO rejects SELECT * FROM old.rejects;
-- name: posts
INSERT INTO stage.posts BY NAME
SELECT * EXCLUDE (post_no, post_key, account_no, account_key, share_of, quote_of, reply_to, source_account_no, score_bin, hour_no),
    substr(account_key, length(platform) + 2) AS account_id, substr(share_of, length(platform) + 2) AS share_of,
    substr(quote_of, length(platform) + 2) AS quote_of, substr(reply_to, length(platform) + 2) AS reply_to,
    0 AS file_no, 0 AS line, true AS carried
FROM old.posts;
-- name: profiles
INSERT INTO stage.profiles BY NAME
SELECT a.platform, a.account_id, s.* EXCLUDE (account_no) FROM old.account_snapshots s JOIN old.accounts a USING (account_no)
ORDER BY s.rowid;
-- name: sightings
INSERT INTO stage.sightings
SELECT p.platform, p.post_id, s.file_no, s.line, s.is_primary FROM old.sightings s JOIN old.posts p USING (post_no);
-- name: metrics
INSERT INTO stage.metrics BY NAME
SELECT p.platform, p.post_id, m.* EXCLUDE (post_no) FROM old.metrics m JOIN old.posts p USING (post_no);
-- name: links
INSERT INTO stage.links BY NAME
SELECT p.platform, p.post_id, l.* EXCLUDE (post_no) FROM old.post_links l JOIN old.posts p USING (post_no);
-- name: tags
INSERT INTO stage.tags BY NAME SELECT p.platform, p.post_id, t.tag FROM old.post_tags t JOIN old.posts p USING (post_no);
-- name: mentions
INSERT INTO stage.mentions BY NAME
SELECT p.platform, p.post_id, substr(m.account_key, length(p.platform) + 2) AS account_id, m.handle
FROM old.post_mentions m JOIN old.posts p USING (post_no);
-- name: media
INSERT INTO stage.media BY NAME
SELECT p.platform, p.post_id, m.* EXCLUDE (post_no) FROM old.post_media m JOIN old.posts p USING (post_no);
-- name: exhibits
INSERT INTO stage.exhibits BY NAME
SELECT p.platform, p.post_id, e.* EXCLUDE (post_no) FROM old.exhibits e JOIN old.posts p USING (post_no);
-- name: other_scores
INSERT INTO stage.other_scores BY NAME
SELECT platform, substr(account_key, length(platform) + 2) AS account_id, handle, tool, measure, value, captured_at,
    file_no, true AS carried
FROM old.other_scores;
