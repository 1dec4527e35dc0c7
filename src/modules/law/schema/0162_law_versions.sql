-- 0162_law_versions - sets of law packs as they were loaded, and from which day which one counts. Nothing
-- here is ever changed or deleted: an old determination names its pack, version and SHA-256.

CREATE TABLE law_versions (
    id        ID,
    sha256    TEXT NOT NULL UNIQUE,  -- of all files
    packs     TEXT NOT NULL,         -- "nd85 2026.11.2, nd331 2026.11.2"
    source    TEXT NOT NULL,         -- name of the folder or file it came from; '' the program itself
    loaded_by TEXT NOT NULL,
    loaded_id BIGINT NOT NULL,
    loaded_ms BIGINT NOT NULL
);

CREATE TABLE law_version_files (
    version_id BIGINT NOT NULL REFERENCES law_versions (id),
    name       TEXT NOT NULL,
    bytes      BYTES NOT NULL,
    PRIMARY KEY (version_id, name)
) CLUSTERED;

CREATE TABLE law_activations (
    id         ID,
    version_id BIGINT NOT NULL REFERENCES law_versions (id),
    from_day   TEXT NOT NULL,
    made_by    TEXT NOT NULL,
    made_id    BIGINT NOT NULL,
    made_ms    BIGINT NOT NULL
);
CREATE INDEX law_activations_by_day ON law_activations (from_day, id);
