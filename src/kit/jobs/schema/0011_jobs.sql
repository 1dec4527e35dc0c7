-- 0011_jobs - work done outside requests.
CREATE TABLE jobs (
    id            ID,
    kind          TEXT NOT NULL,
    title         TEXT NOT NULL,
    input         TEXT NOT NULL,
    state         BIGINT NOT NULL,  -- job_state: 1 waiting, 2 running, 3 done, 4 failed, 5 cancelled
    attempts      BIGINT NOT NULL,  -- runs begun
    due_at_ms     BIGINT NOT NULL,  -- waiting: not before; running: end of the lease
    run           BIGINT NOT NULL,  -- number drawn for the present run: a run that lost its lease writes nothing
    cancel        BIGINT NOT NULL,  -- 1: asked for while running
    done          BIGINT NOT NULL,
    total         BIGINT NOT NULL,
    message       TEXT NOT NULL,
    result        TEXT NOT NULL,
    rule          TEXT NOT NULL,
    detail        TEXT NOT NULL,
    person_id     BIGINT NOT NULL,  -- for whom, as they were when they asked
    body_id       BIGINT NOT NULL,
    login         TEXT NOT NULL,
    name          TEXT NOT NULL,
    body_name     TEXT NOT NULL,
    rights        BIGINT NOT NULL,
    lang          BIGINT NOT NULL,
    added_at_ms   BIGINT NOT NULL,
    changed_at_ms BIGINT NOT NULL
);
CREATE INDEX jobs_due ON jobs (due_at_ms, id) WHERE state IN (1, 2);
CREATE INDEX jobs_by_person ON jobs (person_id, id);
