/** `application_id` of our databases: the letters STRM. */
export const applicationId = 0x53_54_52_4d

const schema1 = `
-- A secret without its values. Fields of a record that nothing searches for are in details, as JSON.
CREATE TABLE secrets (
  sequence    INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order in which they were made, which decides ties
  id          TEXT    NOT NULL UNIQUE,
  account     TEXT    NOT NULL,
  region      TEXT    NOT NULL,
  name        TEXT    NOT NULL,
  revision    INTEGER NOT NULL,
  created_at  INTEGER NOT NULL,                   -- times are milliseconds since 1970
  changed_at  INTEGER NOT NULL,
  accessed_on INTEGER,
  details     TEXT    NOT NULL CHECK (json_valid(details)),
  due_at      INTEGER GENERATED ALWAYS AS (details ->> '$.deletion.dueAt') VIRTUAL,
  accessed_by INTEGER GENERATED ALWAYS AS (coalesce(accessed_on, 0)) VIRTUAL,  -- where it stands by last access
  UNIQUE (name, account, region)                  -- in this order it also finds the realms that have a name
) STRICT;

-- One for each order in which a realm can be listed; each ends in the sequence, as every index does.
CREATE INDEX secrets_by_created  ON secrets (account, region, created_at);
CREATE INDEX secrets_by_changed  ON secrets (account, region, changed_at);
CREATE INDEX secrets_by_accessed ON secrets (account, region, accessed_by);
CREATE INDEX secrets_by_name     ON secrets (account, region, name);

CREATE INDEX secrets_due ON secrets (due_at) WHERE due_at IS NOT NULL;

-- A version without its value. Rows are added at the end, whichever secret they are of: what a transaction writes is counted
-- in pages, and the versions of many secrets share a few.
CREATE TABLE versions (
  sequence INTEGER PRIMARY KEY,
  secret   INTEGER NOT NULL REFERENCES secrets (sequence) ON DELETE CASCADE,
  id       TEXT    NOT NULL,
  number   INTEGER NOT NULL,
  details  TEXT    NOT NULL CHECK (json_valid(details)),
  UNIQUE (secret, id),
  UNIQUE (secret, number)
) STRICT;

-- Each staging label of a secret sits on one version.
CREATE TABLE labels (
  secret  INTEGER NOT NULL REFERENCES secrets (sequence) ON DELETE CASCADE,
  label   TEXT    NOT NULL,
  version TEXT    NOT NULL,
  PRIMARY KEY (secret, label)
) STRICT, WITHOUT ROWID;

-- Values, sealed: apart from all else, so that no listing reads past them.
CREATE TABLE contents (
  version INTEGER PRIMARY KEY REFERENCES versions (sequence) ON DELETE CASCADE,
  kind    TEXT    NOT NULL CHECK (kind IN ('text', 'binary')),
  bytes   BLOB    NOT NULL
) STRICT;

-- One row, once there is a data key.
CREATE TABLE keyring (
  only_row    INTEGER PRIMARY KEY CHECK (only_row = 1),
  revision    INTEGER NOT NULL,
  current_key INTEGER NOT NULL
) STRICT;

-- The keys that values are sealed with, each wrapped in a key that is not in this database.
CREATE TABLE data_keys (
  id         INTEGER PRIMARY KEY,
  wrapped_by TEXT    NOT NULL,
  wrapped    BLOB    NOT NULL
) STRICT;
`

/** A secret is due for more reasons than the end of its recovery window: the record says when. */
const schema2 = `
DROP INDEX secrets_due;
ALTER TABLE secrets DROP COLUMN due_at;
UPDATE secrets SET details = json_set(details, '$.dueAt', details ->> '$.deletion.dueAt')
  WHERE details ->> '$.deletion.dueAt' IS NOT NULL;
ALTER TABLE secrets ADD COLUMN due_at INTEGER GENERATED ALWAYS AS (details ->> '$.dueAt') VIRTUAL;
CREATE INDEX secrets_due ON secrets (due_at) WHERE due_at IS NOT NULL;
`

/** What makes each schema of the one before, from the empty one on. A published one is never changed. */
export const migrations: readonly string[] = [schema1, schema2]
