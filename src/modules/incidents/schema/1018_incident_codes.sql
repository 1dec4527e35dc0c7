-- 1018_incident_codes - codes of incidents go on from the numbers they had (0804_code_numbers).
INSERT INTO code_numbers (series, next) SELECT series, next FROM incident_numbers;
DROP TABLE incident_numbers;
