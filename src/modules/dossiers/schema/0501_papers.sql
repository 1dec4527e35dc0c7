-- 0501_papers - every paper drawn up from the register: of what, under which law and template, by whom.
-- Append-only. The paper itself is not kept: equal register and template give equal bytes, and the
-- hash tells whether a file at hand is the one that was drawn.
CREATE TABLE papers (
    id               ID,
    system_id        BIGINT NOT NULL,
    determination_id BIGINT NOT NULL, -- the finding it rests on; 0 when the pack was named for it
    form             TEXT NOT NULL,   -- 'mau-01', as in the pack
    pack             TEXT NOT NULL,
    pack_version     TEXT NOT NULL,
    pack_sha256      TEXT NOT NULL,
    template_sha256  TEXT NOT NULL,
    result           BIGINT NOT NULL, -- enum law_result
    level            BIGINT NOT NULL,
    docx_sha256      TEXT NOT NULL,
    docx_bytes       BIGINT NOT NULL,
    body_id          BIGINT NOT NULL, -- for which the person acted
    person_id        BIGINT NOT NULL,
    person           TEXT NOT NULL,   -- the name as it was
    at_ms            BIGINT NOT NULL
);
CREATE INDEX papers_by_system ON papers (system_id, id);
