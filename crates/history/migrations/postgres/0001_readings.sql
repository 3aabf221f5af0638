-- Instants are milliseconds since 1970, sizes bytes. A span holds from `at` until `until` (exclusive; none: still).
CREATE TABLE server (id BIGINT PRIMARY KEY, seen BIGINT NOT NULL);
CREATE TABLE pool (pool TEXT PRIMARY KEY, server BIGINT NOT NULL);
CREATE TABLE object (id BIGINT PRIMARY KEY, server BIGINT NOT NULL, name TEXT NOT NULL, UNIQUE (server, name));
CREATE TABLE reading (server BIGINT NOT NULL, at BIGINT NOT NULL, version TEXT, PRIMARY KEY (server, at));
CREATE TABLE place (
    server BIGINT NOT NULL, at BIGINT NOT NULL, sr BIGINT NOT NULL, size BIGINT, used BIGINT, images BIGINT NOT NULL, roots BIGINT NOT NULL,
    thin BIGINT NOT NULL, waiting BIGINT NOT NULL, waiting_bytes BIGINT NOT NULL, off BIGINT NOT NULL,
    no_space BIGINT NOT NULL, progress DOUBLE PRECISION, last_error BIGINT,
    PRIMARY KEY (server, at, sr)
);
CREATE TABLE image (
    server BIGINT NOT NULL, vdi BIGINT NOT NULL, at BIGINT NOT NULL, until BIGINT, sr BIGINT, parent BIGINT,
    kind BIGINT NOT NULL, size BIGINT, used BIGINT,
    PRIMARY KEY (vdi, at)
);
CREATE INDEX image_until ON image (server, until);
CREATE TABLE merged (
    server BIGINT NOT NULL, began BIGINT NOT NULL, at BIGINT NOT NULL, sr BIGINT NOT NULL, nodes BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    PRIMARY KEY (server, at, sr)
);
CREATE TABLE run (
    server BIGINT NOT NULL, id BIGINT NOT NULL, job BIGINT, schedule BIGINT, at BIGINT NOT NULL, ended BIGINT,
    status TEXT NOT NULL, error TEXT,
    PRIMARY KEY (server, id)
);
CREATE INDEX run_at ON run (server, at);
CREATE TABLE run_vm (
    server BIGINT NOT NULL, run BIGINT NOT NULL, nr BIGINT NOT NULL, vm BIGINT, at BIGINT, ended BIGINT,
    status TEXT NOT NULL, error TEXT, snapshot_at BIGINT, snapshot_ended BIGINT, moved_at BIGINT, moved_ended BIGINT,
    bytes BIGINT, is_full BIGINT,
    PRIMARY KEY (server, run, nr)
);
CREATE TABLE settings (
    server BIGINT NOT NULL, kind TEXT NOT NULL, id BIGINT NOT NULL, at BIGINT NOT NULL, until BIGINT,
    name TEXT NOT NULL, written TEXT NOT NULL,
    PRIMARY KEY (server, kind, id, at)
);
CREATE TABLE finding (
    server BIGINT NOT NULL, name TEXT NOT NULL, at BIGINT NOT NULL, until BIGINT, severity TEXT NOT NULL,
    PRIMARY KEY (server, name, at)
);
CREATE TABLE forecast (
    server BIGINT NOT NULL, at BIGINT NOT NULL, nr BIGINT NOT NULL, error TEXT NOT NULL, job BIGINT NOT NULL, vm BIGINT,
    sr BIGINT, within BIGINT NOT NULL, chance DOUBLE PRECISION NOT NULL, first_at BIGINT,
    PRIMARY KEY (server, at, nr, within)
);
