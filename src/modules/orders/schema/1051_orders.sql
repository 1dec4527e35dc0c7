-- 1051_orders - orders, requests and warnings: what was asked of whom, and what each addressee said and did.
--
-- Who sees one: the body that issued it; once it is sent, those addressed, the body above one that stayed overdue, those
-- whom `scope` (kind 2) names for its incident (not of TLP:RED), and who holds a national seat. What is sent is never changed: `paper` is its canonical
-- text, `sha256` the hash of that.

CREATE TABLE order_numbers (
    series TEXT NOT NULL PRIMARY KEY, -- 'DP-2026' orders, 'CB-2026' warnings
    next   BIGINT NOT NULL
);

CREATE TABLE orders (
    id            ID,
    uid           TEXT NOT NULL UNIQUE,
    code          TEXT NOT NULL UNIQUE,   -- 'DP-2026-000012'
    kind          BIGINT NOT NULL,        -- enum order_kind
    state         BIGINT NOT NULL,        -- enum order_state
    incident_id   BIGINT NOT NULL,        -- 0: a warning on its own
    incident_code TEXT NOT NULL,
    about_system  TEXT NOT NULL,          -- of the incident when it was drawn: addressees may not see that
    about_type    TEXT NOT NULL,
    about_class   TEXT NOT NULL,
    issuer_id     BIGINT NOT NULL REFERENCES bodies (id),
    issuer_name   TEXT NOT NULL,          -- as it was called when it was sent
    invented      BIGINT NOT NULL,
    title         TEXT NOT NULL,
    fold          TEXT NOT NULL,
    basis         TEXT NOT NULL,
    content       TEXT NOT NULL,
    indicators    TEXT NOT NULL,
    reply_to      TEXT NOT NULL,
    tlp           BIGINT NOT NULL,        -- enum order_tlp
    severity      BIGINT NOT NULL,        -- of a warning 1..4; 0 none
    ack_ms        BIGINT NOT NULL,        -- acknowledge by; 0 none
    due_ms        BIGINT NOT NULL,        -- result or answer by; 0: `hours` after receipt
    hours         BIGINT NOT NULL,        -- 0: none
    to_typed      TEXT NOT NULL,          -- bodies as they were typed, one a line
    to_group      TEXT NOT NULL,          -- of the network; '' none
    number        TEXT NOT NULL,          -- of the paper, with its symbol
    signer        TEXT NOT NULL,
    signer_post   TEXT NOT NULL,
    signed_on     TEXT NOT NULL,          -- ISO day
    paper         TEXT NOT NULL,
    sha256        TEXT NOT NULL,
    reason        TEXT NOT NULL,          -- why it was ended
    person        TEXT NOT NULL,
    made_ms       BIGINT NOT NULL,
    sent_ms       BIGINT NOT NULL,
    ended_ms      BIGINT NOT NULL,
    version       BIGINT NOT NULL
);
CREATE INDEX orders_by_issuer ON orders (issuer_id, id);
CREATE INDEX orders_by_incident ON orders (incident_id, id);

-- What is to be done, each with its own last moment.
CREATE TABLE order_items (
    order_id BIGINT NOT NULL,
    no       BIGINT NOT NULL,
    words    TEXT NOT NULL,
    due_ms   BIGINT NOT NULL,             -- 0: with the whole
    PRIMARY KEY (order_id, no)
) CLUSTERED;

CREATE TABLE order_targets (
    id          ID,
    order_id    BIGINT NOT NULL,
    body_id     BIGINT NOT NULL REFERENCES bodies (id), -- who answers now
    first_name  TEXT NOT NULL,            -- the body that was named, when this one is its heir
    seat        BIGINT NOT NULL,          -- the part it is addressed in: enum incident_seat
    contact     TEXT NOT NULL,            -- who was on duty there when it was sent
    state       BIGINT NOT NULL,          -- enum target_state
    due_ms      BIGINT NOT NULL,          -- of the whole, once it is known; 0 none
    next_ms     BIGINT NOT NULL,          -- the nearest moment that is waited for; 0 none
    late        BIGINT NOT NULL,          -- 1: a moment passed before what it waits for was done
    raised_to   BIGINT NOT NULL,          -- the body above that was told of it, and sees this row since; 0 none
    reason      TEXT NOT NULL,            -- of the refusal
    result      TEXT NOT NULL,
    late_reason TEXT NOT NULL,
    received_ms BIGINT NOT NULL,
    decided_ms  BIGINT NOT NULL,
    result_ms   BIGINT NOT NULL
);
CREATE INDEX order_targets_by_order ON order_targets (order_id, id);
CREATE INDEX order_targets_by_body ON order_targets (body_id, order_id);
CREATE INDEX order_targets_by_raised ON order_targets (raised_to, order_id);

-- Items that an addressee has done.
CREATE TABLE order_ticks (
    target_id BIGINT NOT NULL,
    no        BIGINT NOT NULL,
    at_ms     BIGINT NOT NULL,
    person    TEXT NOT NULL,
    PRIMARY KEY (target_id, no)
) CLUSTERED;

-- What happened, and what was said. Rows are only added.
CREATE TABLE order_lines (
    id         ID,
    order_id   BIGINT NOT NULL,
    target_id  BIGINT NOT NULL,           -- 0: of the whole
    at_ms      BIGINT NOT NULL,
    act        TEXT NOT NULL,
    person     TEXT NOT NULL,
    body_name  TEXT NOT NULL,
    words      TEXT NOT NULL,
    receipt_id BIGINT NOT NULL            -- 0 none
);
CREATE INDEX order_lines_by_order ON order_lines (order_id, id);

-- Receipts: JSON as it was signed. Never changed.
CREATE TABLE order_receipts (
    id        ID,
    order_id  BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    at_ms     BIGINT NOT NULL,
    content   TEXT NOT NULL,
    key_id    TEXT NOT NULL
);
CREATE INDEX order_receipts_by_order ON order_receipts (order_id, id);

-- Public halves of the keys that this node signed with.
CREATE TABLE order_keys (
    key_id   TEXT NOT NULL PRIMARY KEY,
    pem      TEXT NOT NULL,
    first_ms BIGINT NOT NULL
);
