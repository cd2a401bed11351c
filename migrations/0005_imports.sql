-- Mappings and what an import did.

-- Where a record went that was merged into another: its number is never used again, and whoever says it is told.
CREATE TABLE merged_record (
  noun TEXT NOT NULL CHECK (noun IN ('contact', 'company')),
  record_id INTEGER NOT NULL,
  into_id INTEGER NOT NULL,
  -- What it was called: an import that says so means the other one.
  name_key TEXT CHECK (name_key <> ''),
  PRIMARY KEY (noun, record_id),
  CHECK (record_id <> into_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX merged_record_by_into ON merged_record (noun, into_id);

-- An undo takes records that a bulk appended away as a range too. Their rows are kept in portions of some thousand records
-- of one table, as compressed JSON, until redo brings them back.
ALTER TABLE journal_range ADD COLUMN is_removal INTEGER NOT NULL DEFAULT 0 CHECK (is_removal IN (0, 1));
CREATE TABLE journal_removed (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES journal_entry (id),
  noun TEXT NOT NULL,
  table_name TEXT NOT NULL,
  content BLOB NOT NULL
) STRICT;
CREATE INDEX journal_removed_by_entry ON journal_removed (entry_id);

-- What an import did, for crm import list: one row beside its journal entry.
CREATE TABLE import_run (
  entry_id INTEGER PRIMARY KEY REFERENCES journal_entry (id) ON DELETE CASCADE,
  noun TEXT NOT NULL CHECK (noun <> ''),
  file TEXT NOT NULL CHECK (file <> ''),
  -- The product that the file was recognised as; null for an unknown layout.
  product TEXT CHECK (product <> ''),
  row_count INTEGER NOT NULL,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  unchanged INTEGER NOT NULL,
  merged INTEGER NOT NULL,
  skipped INTEGER NOT NULL,
  rejected INTEGER NOT NULL
) STRICT;
