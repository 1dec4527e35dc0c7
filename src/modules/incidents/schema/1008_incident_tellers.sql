-- 1008_incident_tellers - who told of another's incident had been seated as a member of the network (4), whoever it
-- was, and saw all of it. It is a third party (11): a convened body has a basis, a teller has none.
UPDATE incident_parties SET seat = 11 WHERE seat = 4 AND basis = '';
