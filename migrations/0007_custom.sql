-- Custom fields for what is sold, offered, marketed and served: the same tables, with a longer list of nouns.
CREATE TABLE custom_field_wider (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  noun TEXT NOT NULL CHECK (noun IN ('contact', 'company', 'deal', 'order', 'product', 'quote', 'agreement', 'campaign',
    'survey', 'ticket', 'invoice')),
  name TEXT NOT NULL CHECK (name <> ''),
  name_key TEXT NOT NULL CHECK (name_key <> ''),
  type TEXT NOT NULL CHECK (type IN ('text', 'number', 'date', 'flag', 'choice')),
  -- Choices, separated by newlines; only for type choice.
  choices TEXT CHECK ((type = 'choice') = (choices IS NOT NULL)),
  UNIQUE (noun, name_key)
) STRICT;
INSERT INTO custom_field_wider (id, noun, name, name_key, type, choices)
  SELECT id, noun, name, name_key, type, choices FROM custom_field;
-- What numbers were given away, so that none is given twice; a table that nothing was written to is not in the list.
UPDATE sqlite_sequence
  SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'custom_field')
  WHERE name = 'custom_field_wider' AND EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'custom_field');
INSERT INTO sqlite_sequence (name, seq)
  SELECT 'custom_field_wider', seq FROM sqlite_sequence
  WHERE name = 'custom_field' AND NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'custom_field_wider');

CREATE TABLE custom_value_wider (
  noun TEXT NOT NULL CHECK (noun IN ('contact', 'company', 'deal', 'order', 'product', 'quote', 'agreement', 'campaign',
    'survey', 'ticket', 'invoice')),
  record_id INTEGER NOT NULL,
  field_id INTEGER NOT NULL REFERENCES custom_field (id),
  value TEXT NOT NULL CHECK (value <> ''),
  number REAL,
  PRIMARY KEY (noun, record_id, field_id)
) STRICT, WITHOUT ROWID;
INSERT INTO custom_value_wider (noun, record_id, field_id, value, number)
  SELECT noun, record_id, field_id, value, number FROM custom_value;

DROP TABLE custom_value;
DROP TABLE custom_field;
ALTER TABLE custom_field_wider RENAME TO custom_field;
ALTER TABLE custom_value_wider RENAME TO custom_value;
CREATE INDEX custom_value_by_field ON custom_value (field_id);
