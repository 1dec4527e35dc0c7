-- 0804_code_numbers - the next number of every series of codes that people read and say: 'VV-2026', 'SC-2026'.
CREATE TABLE code_numbers (
    series TEXT NOT NULL PRIMARY KEY,
    next   BIGINT NOT NULL
);
