CREATE TABLE later (id ID);
