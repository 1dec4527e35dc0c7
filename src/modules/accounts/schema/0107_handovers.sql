-- 0107_handovers - people who left: when, by whom, why, and who took over in which body. (No references
-- to people: that table is made by a later number.)
CREATE TABLE handovers (
    id        ID,
    person_id BIGINT NOT NULL,
    made_by   TEXT NOT NULL,
    made_ms   BIGINT NOT NULL,
    reason    TEXT NOT NULL,
    back_by   TEXT NOT NULL,   -- who brought them back
    back_ms   BIGINT NOT NULL  -- 0: not
);
CREATE INDEX handovers_by_person ON handovers (person_id, id);

CREATE TABLE handover_bodies (
    handover_id BIGINT NOT NULL REFERENCES handovers (id),
    body_id     BIGINT NOT NULL,
    to_id       BIGINT NOT NULL, -- the person who took over; 0: nobody
    roles       BIGINT NOT NULL, -- bits 1 << enum account_role
    PRIMARY KEY (handover_id, body_id)
) CLUSTERED;
