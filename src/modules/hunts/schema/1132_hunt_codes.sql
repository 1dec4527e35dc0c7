-- 1132_hunt_codes - codes of hunts go on from the numbers they had (0804_code_numbers).
INSERT INTO code_numbers (series, next) SELECT series, next FROM hunt_numbers;
DROP TABLE hunt_numbers;
