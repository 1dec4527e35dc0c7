-- 0001_audit - what was done, by whom; each row chained to the one sealed before it.

-- A row is written in the transaction of its act. Ids are given out before a commit, so they say
-- nothing about order; the sealer numbers the rows without a gap as it finds them. A sealed row stays
-- as it is: the triggers guard against accident, the chain tells of everything else.
CREATE TABLE audit (
    id         ID,
    at_ms      BIGINT NOT NULL,
    person_id  BIGINT NOT NULL,  -- -1: the machine itself, 0: nobody signed in
    body_id    BIGINT NOT NULL,
    login      TEXT NOT NULL,
    act        TEXT NOT NULL,    -- noun.verb
    kind       TEXT NOT NULL,    -- of the object touched
    object_id  BIGINT NOT NULL,  -- 0: none
    detail     TEXT NOT NULL,    -- JSON object or ''
    request_id TEXT NOT NULL,
    address    TEXT NOT NULL,
    seal_no    BIGINT UNIQUE,    -- 1, 2, 3 …; NULL until sealed; its index finds both
    hash       BYTES
);
CREATE INDEX audit_by_object ON audit (kind, object_id, id);

-- sqlite:
CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN
    SELECT RAISE(ABORT, 'audit rows stay');
END;
CREATE TRIGGER audit_seal_holds BEFORE UPDATE ON audit WHEN old.seal_no IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'sealed audit rows stay as they are');
END;
-- postgres:
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'audit rows stay as they are';
END;
$body$;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_seal_holds BEFORE UPDATE ON audit FOR EACH ROW
    WHEN (old.seal_no IS NOT NULL) EXECUTE FUNCTION audit_refuse();
