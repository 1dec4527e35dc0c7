-- 0314_projects - the project or plan to hire by which a system comes to be, or is extended, and whether the
-- level statement is part of its papers (levels.md 5): the columns of the second table of Mau 08.
ALTER TABLE systems ADD COLUMN project_kind BIGINT NOT NULL DEFAULT 0;   -- 1 project, 2 hire; 0 nothing said
ALTER TABLE systems ADD COLUMN project_name TEXT NOT NULL DEFAULT '';
ALTER TABLE systems ADD COLUMN project_no TEXT NOT NULL DEFAULT '';      -- the decision that approved it
ALTER TABLE systems ADD COLUMN project_on TEXT NOT NULL DEFAULT '';      -- day
ALTER TABLE systems ADD COLUMN project_by TEXT NOT NULL DEFAULT '';
ALTER TABLE systems ADD COLUMN embedded BIGINT NOT NULL DEFAULT 0;       -- 1 yes, 2 no; 0 nothing said
