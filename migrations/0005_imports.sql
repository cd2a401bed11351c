-- Mappings and what an import did.

-- Where a record went that was merged into another: its number is never used again, and whoever says it is told.
CREATE TABLE merged_record (
  noun TEXT NOT NULL CHECK (noun IN ('contact', 'company')),
  record_id INTEGER NOT NULL,
  into_id INTEGER NOT NULL,
  PRIMARY KEY (noun, record_id),
  CHECK (record_id <> into_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX merged_record_by_into ON merged_record (noun, into_id);
