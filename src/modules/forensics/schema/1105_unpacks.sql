-- 1105_unpacks - what came of each archive that was taken apart: read + failed + skipped + folders are all its members.
CREATE TABLE forensic_unpacks (
    item_id BIGINT NOT NULL PRIMARY KEY,
    at_ms   BIGINT NOT NULL,
    person  TEXT NOT NULL,
    tool    TEXT NOT NULL,
    members BIGINT NOT NULL,
    folders BIGINT NOT NULL,
    whole   BIGINT NOT NULL,              -- read whole
    failed  BIGINT NOT NULL,
    skipped BIGINT NOT NULL,
    secret  BIGINT NOT NULL,              -- of the whole ones, refused for a mark of secrecy in the path
    bytes   BIGINT NOT NULL,
    refused TEXT NOT NULL                 -- rule; '' the archive was read to its end
);

-- Members that were not taken, the first of them.
CREATE TABLE forensic_left (
    item_id BIGINT NOT NULL,
    no      BIGINT NOT NULL,
    path    TEXT NOT NULL,
    why     TEXT NOT NULL,
    PRIMARY KEY (item_id, no)
) CLUSTERED;
