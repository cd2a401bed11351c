-- Who agreed to be reached, or refused: a ledger to which rows are only added. The latest row that covers a channel and
-- a purpose holds; 'any' covers all of them.
CREATE TABLE consent (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  channel TEXT NOT NULL CHECK (channel IN ('any', 'call', 'email', 'meeting', 'letter', 'chat', 'visit')),
  purpose TEXT NOT NULL CHECK (purpose <> ''),
  state TEXT NOT NULL CHECK (state IN ('given', 'withdrawn')),
  -- The moment at which the person said so, which can lie before the moment at which it was written down.
  stated_at TEXT NOT NULL CHECK (length(stated_at) = 20),
  -- Where it was said (a form, a call, a letter), and the words that were agreed to.
  source TEXT CHECK (source <> ''),
  wording TEXT CHECK (wording <> ''),
  created_at TEXT NOT NULL CHECK (length(created_at) = 20)
) STRICT;
CREATE INDEX consent_by_contact ON consent (contact_id, stated_at);

-- How long contacts of a stage of life are kept when nothing is heard of them.
CREATE TABLE retention_rule (
  lifecycle TEXT NOT NULL PRIMARY KEY CHECK (lifecycle IN ('lead', 'prospect', 'customer', 'client', 'former')),
  months INTEGER NOT NULL CHECK (months > 0)
) STRICT, WITHOUT ROWID;

-- Keyed hashes (HMAC-SHA-256, hexadecimal) of the emails, phones and ids of persons who were erased, so that an import
-- does not bring them back. The key is made with the first of them.
CREATE TABLE erased_key (
  hash TEXT NOT NULL PRIMARY KEY CHECK (length(hash) = 64),
  contact_id INTEGER NOT NULL,
  erased_date TEXT NOT NULL CHECK (length(erased_date) = 10)
) STRICT, WITHOUT ROWID;

-- The key of the hashes; must_sweep: what was erased may still stand in free pages of the file.
CREATE TABLE erase_secret (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  secret TEXT NOT NULL CHECK (length(secret) = 64),
  must_sweep INTEGER NOT NULL DEFAULT 0 CHECK (must_sweep IN (0, 1))
) STRICT;

-- Why an entry, and with it all before it, cannot be undone; null: it can.
ALTER TABLE journal_entry ADD COLUMN sealed TEXT;

-- What was cut off the journal, when and by whom.
CREATE TABLE journal_trim (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  trimmed_at TEXT NOT NULL CHECK (length(trimmed_at) = 20),
  user TEXT NOT NULL,
  before_at TEXT NOT NULL CHECK (length(before_at) = 20),
  entries INTEGER NOT NULL CHECK (entries > 0),
  reason TEXT
) STRICT;

-- The directories that backups were written to: where an erased person may still be.
CREATE TABLE backup_place (
  directory TEXT NOT NULL PRIMARY KEY CHECK (directory <> ''),
  first_used_at TEXT NOT NULL CHECK (length(first_used_at) = 20)
) STRICT, WITHOUT ROWID;
