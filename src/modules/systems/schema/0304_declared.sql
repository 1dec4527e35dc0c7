-- 0304_declared - what the agency declares of a system's approval, regulation, deployment and inspection:
-- the columns of Mau 08. Days are ISO text, '' when not known; numbers are 0 when nothing is said.
ALTER TABLE systems ADD COLUMN approval BIGINT NOT NULL DEFAULT 0;            -- enum system_approval
ALTER TABLE systems ADD COLUMN approval_expected TEXT NOT NULL DEFAULT '';    -- day
ALTER TABLE systems ADD COLUMN regulation_no TEXT NOT NULL DEFAULT '';        -- the security regulation
ALTER TABLE systems ADD COLUMN regulation_on TEXT NOT NULL DEFAULT '';
ALTER TABLE systems ADD COLUMN regulation_by TEXT NOT NULL DEFAULT '';
ALTER TABLE systems ADD COLUMN deployment BIGINT NOT NULL DEFAULT 0;          -- enum system_deployment
ALTER TABLE systems ADD COLUMN deployment_expected TEXT NOT NULL DEFAULT '';  -- day of full deployment
ALTER TABLE systems ADD COLUMN inspections BIGINT NOT NULL DEFAULT 0;         -- bits of system_inspections
-- A system with a decision that approves its level is approved (system_settle says so from here on).
UPDATE systems SET approval = 4 WHERE decision_no <> '';
