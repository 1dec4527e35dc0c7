-- 0602_report_projects - what the second table of Mau 08 tells of a system's project.
ALTER TABLE report_rows ADD COLUMN project_no TEXT NOT NULL DEFAULT '';
ALTER TABLE report_rows ADD COLUMN project_on TEXT NOT NULL DEFAULT '';
ALTER TABLE report_rows ADD COLUMN project_by TEXT NOT NULL DEFAULT '';
ALTER TABLE report_rows ADD COLUMN embedded BIGINT NOT NULL DEFAULT 0;   -- 1 yes, 2 no; 0 nothing said
