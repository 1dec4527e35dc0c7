-- 0111_people - named people, their roles in bodies, and what proves who they are.
--
-- No secret is stored: of passwords the Argon2id string, of every token only its BLAKE2b hash.

CREATE TABLE people (
    id         ID,
    uid        TEXT NOT NULL UNIQUE,
    login      TEXT NOT NULL UNIQUE,  -- lower case; what is typed is lowered before it is looked up
    name       TEXT NOT NULL,
    sort_key   TEXT NOT NULL,         -- given name first
    post       TEXT NOT NULL,         -- job title, for papers and greetings
    lang       TEXT NOT NULL,         -- 'vi' or 'en'
    state      BIGINT NOT NULL,       -- enum person_state
    password   TEXT NOT NULL,         -- Argon2id string; '' until an invitation is accepted
    created_ms BIGINT NOT NULL,
    seen_ms    BIGINT NOT NULL,       -- last sign-in; 0 never
    version    BIGINT NOT NULL,
    origin     TEXT NOT NULL,
    change_seq BIGINT NOT NULL
);

-- A role is held in one body from valid_from to valid_to, both inclusive. A role taken away keeps its
-- row with an end, so that an old act can be explained.
CREATE TABLE person_roles (
    id         ID,
    person_id  BIGINT NOT NULL REFERENCES people (id),
    body_id    BIGINT NOT NULL REFERENCES bodies (id),
    role       BIGINT NOT NULL,       -- enum account_role
    valid_from TEXT NOT NULL,
    valid_to   TEXT NOT NULL
);
CREATE INDEX person_roles_by_person ON person_roles (person_id, body_id);
CREATE INDEX person_roles_by_body ON person_roles (body_id, person_id);

CREATE TABLE sessions (
    id         ID,
    token_hash BYTES NOT NULL UNIQUE,
    person_id  BIGINT NOT NULL REFERENCES people (id),
    body_id    BIGINT NOT NULL,       -- for which the person acts now
    hat        BIGINT NOT NULL,       -- enum account_hat
    created_ms BIGINT NOT NULL,
    seen_ms    BIGINT NOT NULL,       -- moved on at most every few minutes
    expires_ms BIGINT NOT NULL,       -- slides with seen_ms up to a ceiling from created_ms
    address    TEXT NOT NULL,
    agent      TEXT NOT NULL
);
CREATE INDEX sessions_by_person ON sessions (person_id, id);

CREATE TABLE tokens (
    id         ID,
    token_hash BYTES NOT NULL UNIQUE,
    person_id  BIGINT NOT NULL REFERENCES people (id),
    body_id    BIGINT NOT NULL,
    may_write  BIGINT NOT NULL,       -- 1: scope write, 0: read
    label      TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    revoked_ms BIGINT NOT NULL        -- 0: in force
);
CREATE INDEX tokens_by_person ON tokens (person_id, id);

-- One-time links (and the demo's links, which may be used again).
CREATE TABLE links (
    id         ID,
    token_hash BYTES NOT NULL UNIQUE,
    kind       BIGINT NOT NULL,       -- enum link_kind
    person_id  BIGINT NOT NULL,       -- 0 for the first administrator's
    created_ms BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    used_ms    BIGINT NOT NULL        -- 0: not yet
);
CREATE INDEX links_by_person ON links (person_id, kind);

-- Browsers from which a person has signed in before: they are not slowed by strangers' guesses.
CREATE TABLE devices (
    id         ID,
    token_hash BYTES NOT NULL,         -- one browser may serve several people
    person_id  BIGINT NOT NULL REFERENCES people (id),
    created_ms BIGINT NOT NULL,
    seen_ms    BIGINT NOT NULL,
    UNIQUE (token_hash, person_id)
);
CREATE INDEX devices_by_person ON devices (person_id, id);

-- Failed sign-ins per account, per address and per known device. The key is a hash, so unknown logins
-- cost and show the same as known ones.
CREATE TABLE sign_in_slow (
    key      BYTES NOT NULL PRIMARY KEY,
    fails    BIGINT NOT NULL,
    last_ms  BIGINT NOT NULL,
    until_ms BIGINT NOT NULL
);
CREATE INDEX sign_in_slow_by_last ON sign_in_slow (last_ms);
