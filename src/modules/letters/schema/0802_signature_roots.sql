-- 0802_signature_roots - certificates that this node trusts as the top of a signature's chain.
--
-- None comes with the program. One that was removed keeps its row: what it vouched for stays explained.
CREATE TABLE signature_roots (
    id            ID,
    sha256        TEXT NOT NULL,   -- of its DER form, hex: compared over another channel
    pem           TEXT NOT NULL,
    subject       TEXT NOT NULL,
    issuer        TEXT NOT NULL,
    serial        TEXT NOT NULL,
    valid_from_ms BIGINT NOT NULL,
    valid_to_ms   BIGINT NOT NULL,
    note          TEXT NOT NULL,   -- where it was had from and how it was compared
    person        TEXT NOT NULL,
    added_ms      BIGINT NOT NULL,
    removed_ms    BIGINT NOT NULL, -- 0: trusted
    removed_by    TEXT NOT NULL,
    removed_why   TEXT NOT NULL
);
CREATE INDEX signature_roots_by_hash ON signature_roots (sha256);
