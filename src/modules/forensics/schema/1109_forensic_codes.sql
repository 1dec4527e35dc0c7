-- 1109_forensic_codes - codes of investigations go on from the numbers they had (0804_code_numbers).
INSERT INTO code_numbers (series, next) SELECT series, next FROM forensic_numbers;
DROP TABLE forensic_numbers;
