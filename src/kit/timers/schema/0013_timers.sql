-- 0013_timers - instants that are waited for: each mark is fired once, in order, in an act of its own.
CREATE TABLE timers (
    id          ID,
    kind        TEXT NOT NULL,      -- names the function that is called
    object_kind TEXT NOT NULL,      -- what it is about
    object_id   BIGINT NOT NULL,
    slot        TEXT NOT NULL,      -- which of several of one kind about one object
    state       BIGINT NOT NULL,    -- timer_state: 1 running, 2 paused, 3 ended, 4 stopped
    start_ms    BIGINT NOT NULL,
    due_ms      BIGINT NOT NULL,
    next_step   BIGINT NOT NULL,    -- the first mark not yet fired
    look_ms     BIGINT NOT NULL,    -- when that is due, or tried again
    tries       BIGINT NOT NULL,    -- that failed since the last mark fired
    paused_ms   BIGINT NOT NULL,    -- since when; 0 not paused
    spent_ms    BIGINT NOT NULL,    -- paused altogether
    body_id     BIGINT NOT NULL     -- for which it was started
);
CREATE INDEX timers_look ON timers (look_ms, id) WHERE state = 1;
CREATE INDEX timers_by_object ON timers (object_kind, object_id);
-- One that lives for a key: starting it twice is starting it once.
CREATE UNIQUE INDEX timers_living ON timers (kind, object_kind, object_id, slot) WHERE state IN (1, 2);

CREATE TABLE timer_marks (
    timer_id BIGINT NOT NULL REFERENCES timers (id),
    step     BIGINT NOT NULL,       -- goes on counting when the marks are set anew
    mark     BIGINT NOT NULL,       -- timer_mark_kind
    at_ms    BIGINT NOT NULL,
    fired_ms BIGINT NOT NULL,       -- 0: not yet; -1: never, it was set anew or the timer was stopped
    PRIMARY KEY (timer_id, step)
) CLUSTERED;

-- What befell it, for the timeline of its object.
CREATE TABLE timer_events (
    id        ID,
    timer_id  BIGINT NOT NULL REFERENCES timers (id),
    at_ms     BIGINT NOT NULL,
    event     BIGINT NOT NULL,      -- timer_event_kind
    mark      BIGINT NOT NULL,      -- of a firing, else 0
    due_ms    BIGINT NOT NULL,      -- as it stood after the event
    person_id BIGINT NOT NULL,
    login     TEXT NOT NULL,
    reason    TEXT NOT NULL
);
CREATE INDEX timer_events_by_timer ON timer_events (timer_id, id);
