-- 1019_incident_words_merge - each act leaves a small segment of the search index; they are merged sixteen at a time instead of
-- four (fts5's default), which writes each word less often. Queries over the segments were not slower (bench/incidents.py).
-- sqlite:
INSERT INTO incident_words (incident_words, rank) VALUES ('automerge', 16);
-- postgres:
SELECT 1;
-- both:
