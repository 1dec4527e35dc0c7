-- 0303_imports - sheets taken in: the file as it came, what was found in it, what was done.
CREATE TABLE imports (
    id         ID,
    uid        TEXT NOT NULL UNIQUE,
    person_id  BIGINT NOT NULL,
    person     TEXT NOT NULL,
    body_id    BIGINT NOT NULL,  -- for which the person acted
    owner      TEXT NOT NULL,    -- owner given for rows without one, as typed; '' none
    filename   TEXT NOT NULL,
    state      BIGINT NOT NULL,  -- enum import_state
    mapping    TEXT NOT NULL,    -- header row and columns as a person set them; '' guessed
    made_ms    BIGINT NOT NULL,
    touched_ms BIGINT NOT NULL,  -- last sign of life while it is being written
    done_ms    BIGINT NOT NULL,
    first_id   BIGINT NOT NULL,  -- systems it made are first_id .. first_id + new_count - 1
    new_count  BIGINT NOT NULL,
    changed    BIGINT NOT NULL,
    same       BIGINT NOT NULL,
    refused    BIGINT NOT NULL,
    problem    TEXT NOT NULL     -- rule that stopped it; '' none
);
CREATE INDEX imports_by_body ON imports (body_id, id);
CREATE INDEX imports_by_state ON imports (state, touched_ms);

-- Bytes that belong to an import, in pieces. kind 1: the file as it was sent; 2: the report, JSON.
CREATE TABLE import_pieces (
    import_id BIGINT NOT NULL,
    kind      BIGINT NOT NULL,
    piece     BIGINT NOT NULL,
    bytes     BYTES NOT NULL,
    PRIMARY KEY (import_id, kind, piece)
);
