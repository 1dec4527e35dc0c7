-- 1016_incident_assets - what an incident touched: machines, programs, accounts. One that was not is taken back with a
-- reason and stays. Its files are those of modules/evidence, linked as 'incident'.
CREATE TABLE incident_assets (
    id          ID,
    incident_id BIGINT NOT NULL,
    kind        BIGINT NOT NULL, -- enum asset_kind
    name        TEXT NOT NULL,
    address     TEXT NOT NULL,   -- on the network, or where it stands
    harm        TEXT NOT NULL,   -- what befell it
    person      TEXT NOT NULL,
    body        TEXT NOT NULL,
    at_ms       BIGINT NOT NULL,
    back_reason TEXT NOT NULL,
    back_by     TEXT NOT NULL,
    back_ms     BIGINT NOT NULL  -- 0: it stands
);
CREATE INDEX incident_assets_by_incident ON incident_assets (incident_id, id);
