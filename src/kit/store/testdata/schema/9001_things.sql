-- Tables of the store's own tests; every construct of the portable language once.
CREATE TABLE things (
    id    ID, -- a comment; with a semicolon
    name  TEXT NOT NULL UNIQUE,
    level BIGINT CHECK (level BETWEEN 1 AND 5),
    note  TEXT DEFAULT 'a;b',
    data  BYTES
);
CREATE TABLE parts (
    thing_id BIGINT NOT NULL REFERENCES things (id),
    name     TEXT NOT NULL,
    PRIMARY KEY (thing_id, name)
) CLUSTERED;
CREATE TABLE counters (id BIGINT NOT NULL PRIMARY KEY, n BIGINT NOT NULL);
INSERT INTO counters (id, n) VALUES (1, 0), (2, 0);
-- sqlite:
CREATE TABLE changes (note TEXT NOT NULL);
CREATE TRIGGER things_changed AFTER UPDATE ON things BEGIN
    INSERT INTO changes (note) VALUES (old.name || ';' || new.name);
    INSERT INTO changes (note) VALUES ('second');
END;
CREATE VIRTUAL TABLE thing_words USING fts5 (name, content='');
-- postgres:
CREATE TABLE changes (note TEXT NOT NULL);
CREATE FUNCTION things_note() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    INSERT INTO changes (note) VALUES (old.name || ';' || new.name), ('second');
    RETURN NULL;
END;
$body$;
CREATE TRIGGER things_changed AFTER UPDATE ON things FOR EACH ROW EXECUTE FUNCTION things_note();
-- The server's process ends in the middle of a COMMIT.
CREATE FUNCTION counters_cut() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM pg_terminate_backend(pg_backend_pid());
    RETURN NULL;
END;
$body$;
CREATE CONSTRAINT TRIGGER counters_cut AFTER UPDATE ON counters DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (new.n = 666) EXECUTE FUNCTION counters_cut();
-- both:
CREATE INDEX parts_by_name ON parts (name);
