-- 1104_handovers - evidence handed to another, with the record of it as it was signed.
CREATE TABLE forensic_handovers (
    id            ID,
    code          TEXT NOT NULL UNIQUE,   -- 'BG-2026-000007'
    case_id       BIGINT NOT NULL,
    at_ms         BIGINT NOT NULL,
    giver         TEXT NOT NULL,
    giver_post    TEXT NOT NULL,
    giver_body    TEXT NOT NULL,
    receiver      TEXT NOT NULL,
    receiver_post TEXT NOT NULL,
    receiver_body TEXT NOT NULL,
    place         TEXT NOT NULL,
    reason        TEXT NOT NULL,
    log_no        BIGINT NOT NULL,        -- where the custody log ended with it
    log_hash      TEXT NOT NULL,
    content       TEXT NOT NULL,          -- what was signed
    key_id        TEXT NOT NULL,
    signature     TEXT NOT NULL           -- Ed25519, hex
);
CREATE INDEX forensic_handovers_by_case ON forensic_handovers (case_id, id);

CREATE TABLE forensic_handed (
    handover_id BIGINT NOT NULL,
    no          BIGINT NOT NULL,
    item_id     BIGINT NOT NULL,
    PRIMARY KEY (handover_id, no)
) CLUSTERED;

-- Public halves of the keys that this node signed hand-overs with.
CREATE TABLE forensic_keys (
    key_id   TEXT NOT NULL PRIMARY KEY,
    pem      TEXT NOT NULL,
    first_ms BIGINT NOT NULL
);
