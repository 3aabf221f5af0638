-- What the disks of an SR gave back between two readings.
CREATE TABLE trimmed (
    server BIGINT NOT NULL, began BIGINT NOT NULL, at BIGINT NOT NULL, sr BIGINT NOT NULL, bytes BIGINT NOT NULL,
    PRIMARY KEY (server, at, sr)
);
