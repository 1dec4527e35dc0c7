-- 0305_import_fixes - what a person settles of an import before it is taken in: which sheet of the
-- workbook, whether systems that are already there may be changed, and cells mended in the page.
ALTER TABLE imports ADD COLUMN sheet TEXT NOT NULL DEFAULT '';      -- '' guessed
ALTER TABLE imports ADD COLUMN only_new BIGINT NOT NULL DEFAULT 0;  -- 1: what is there stays as it is

CREATE TABLE import_fixes (
    import_id     BIGINT NOT NULL,
    row_number    BIGINT NOT NULL, -- as in the file, from 1
    column_number BIGINT NOT NULL,
    text          TEXT NOT NULL,   -- what stands in that cell instead
    PRIMARY KEY (import_id, row_number, column_number)
);
