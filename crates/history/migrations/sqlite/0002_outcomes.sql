-- What a score needs: how far back the logs of a reading reach, whether a forecast was made, what could happen (a job, and the VMs it takes; vm 0: the job as
-- a whole), recovery points that were missed; and names, so that a history can be read without its server.
ALTER TABLE reading ADD COLUMN logs_from BIGINT;
ALTER TABLE reading ADD COLUMN predicted BIGINT;
UPDATE reading SET predicted = 1 WHERE EXISTS (SELECT 1 FROM forecast f WHERE f.server = reading.server AND f.at = reading.at);
ALTER TABLE pool ADD COLUMN label TEXT;
ALTER TABLE object ADD COLUMN label TEXT;
ALTER TABLE finding ADD COLUMN label TEXT;
ALTER TABLE finding ADD COLUMN measured TEXT;
ALTER TABLE forecast ADD COLUMN window_from BIGINT;
ALTER TABLE forecast ADD COLUMN window_until BIGINT;
CREATE TABLE taken (
    server BIGINT NOT NULL, job BIGINT NOT NULL, vm BIGINT NOT NULL, at BIGINT NOT NULL, until BIGINT,
    PRIMARY KEY (server, job, vm, at)
) WITHOUT ROWID;
CREATE TABLE missed (
    server BIGINT NOT NULL, job BIGINT NOT NULL, vm BIGINT NOT NULL, good BIGINT NOT NULL, at BIGINT NOT NULL,
    PRIMARY KEY (server, job, vm, good)
) WITHOUT ROWID;
