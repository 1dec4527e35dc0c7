-- 0803_blobs - which files kept by content (kit/blobs) some row points at.
CREATE TABLE blobs (
    name     TEXT NOT NULL PRIMARY KEY, -- SHA-256 of the bytes, hex
    bytes    BIGINT NOT NULL,
    since_ms BIGINT NOT NULL
);
