-- 1017_incident_words - incidents found by the beginnings of words, and by level and type without looking at all.
CREATE INDEX incidents_by_level ON incidents (level, state, id);
CREATE INDEX incidents_by_type ON incidents (type, level, state, id);

-- What was folded before kept its signs; from now on it is words parted by one blank (kit/text/search.h).
-- sqlite:
UPDATE incidents SET fold = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(fold,
       '-', ' '), '/', ' '), '.', ' '), ',', ' '), '(', ' '), ')', ' '), ':', ' '), '"', ' '), '+', ' '), '&', ' ');
CREATE VIRTUAL TABLE incident_words USING fts5 (
    fold, content='incidents', content_rowid='id', tokenize='unicode61 remove_diacritics 0',
    prefix='2 3 4', detail=none, columnsize=0
);
INSERT INTO incident_words (incident_words) VALUES ('rebuild');
-- postgres:
UPDATE incidents SET fold = trim(regexp_replace(fold, '[^a-z0-9]+', ' ', 'g'));
CREATE TABLE incident_words (
    id    BIGINT NOT NULL PRIMARY KEY,
    words tsvector NOT NULL
);
CREATE INDEX incident_words_gin ON incident_words USING gin (words);
INSERT INTO incident_words (id, words)
SELECT id, array_to_tsvector(string_to_array(fold, ' ')) FROM incidents WHERE fold <> '';
-- both:
