-- Whose a disk is (the number of its VM), and the last reports (JSON, compressed with zstd), to be compared.
ALTER TABLE object ADD COLUMN owner BIGINT;
CREATE TABLE report (server BIGINT NOT NULL, at BIGINT NOT NULL, written BYTEA NOT NULL, PRIMARY KEY (server, at));
