-- 1052_order_codes - codes of orders go on from the numbers they had (0804_code_numbers).
INSERT INTO code_numbers (series, next) SELECT series, next FROM order_numbers;
DROP TABLE order_numbers;
