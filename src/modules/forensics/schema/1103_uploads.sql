-- 1103_uploads - evidence that is still coming in, in pieces. Only its sender knows of it; it becomes an item or is forgotten.
CREATE TABLE forensic_uploads (
    id           ID,
    case_id      BIGINT NOT NULL,
    person_id    BIGINT NOT NULL,
    of_id        BIGINT NOT NULL,         -- a picture of that item; 0 none
    path         TEXT NOT NULL,
    bytes        BIGINT NOT NULL,         -- as announced
    received     BIGINT NOT NULL,         -- of those, how many are kept for sure
    part         TEXT NOT NULL UNIQUE,    -- the file that grows (kit/blobs)
    mark         TEXT NOT NULL,           -- by what the sender knows its file again
    system_id    BIGINT NOT NULL,
    device       TEXT NOT NULL,
    place        TEXT NOT NULL,
    taken_from   TEXT NOT NULL,
    collected_ms BIGINT NOT NULL,
    ground       TEXT NOT NULL,
    seal         TEXT NOT NULL,
    note         TEXT NOT NULL,
    changed_ms   BIGINT NOT NULL
);
CREATE INDEX forensic_uploads_by_person ON forensic_uploads (person_id, case_id, id);
CREATE INDEX forensic_uploads_by_change ON forensic_uploads (changed_ms, id);
