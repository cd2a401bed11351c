-- Money is an integer in minor units with its ISO 4217 currency. Dates are YYYY-MM-DD, instants UTC YYYY-MM-DDTHH:MM:SSZ.
-- A record's own table has AUTOINCREMENT: an id is never used again. A table of parts is clustered by its record
-- (WITHOUT ROWID), so that a record's parts are read in one place; the part with the lowest position is the primary one.
-- `*_key` columns hold what is compared (folded name, lower-case email, digits of a phone), the others what was typed.

CREATE TABLE setting (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE contact (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT CHECK (name <> ''),
  first_name TEXT CHECK (first_name <> ''),
  last_name TEXT CHECK (last_name <> ''),
  name_key TEXT CHECK (name_key <> ''),
  birthday TEXT CHECK (birthday GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' OR birthday GLOB '--[0-9][0-9]-[0-9][0-9]'),
  language TEXT CHECK (language <> ''),
  preferred_channel TEXT CHECK (preferred_channel IN ('call', 'email', 'meeting', 'letter', 'chat', 'visit')),
  lifecycle TEXT NOT NULL DEFAULT 'lead' CHECK (lifecycle IN ('lead', 'prospect', 'customer', 'client', 'former')),
  source TEXT CHECK (source <> ''),
  owner TEXT CHECK (owner <> ''),
  note TEXT CHECK (note <> ''),
  created_at TEXT NOT NULL CHECK (length(created_at) = 20),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 20)
) STRICT;
CREATE INDEX contact_by_name ON contact (name_key);
-- By month and day, for whose birthday is near.
CREATE INDEX contact_by_birthday ON contact (substr(birthday, -5)) WHERE birthday IS NOT NULL;

CREATE TABLE contact_email (
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  email_key TEXT NOT NULL CHECK (email_key <> ''),
  email TEXT NOT NULL CHECK (email <> ''),
  label TEXT CHECK (label <> ''),
  position INTEGER NOT NULL CHECK (position > 0),
  PRIMARY KEY (contact_id, email_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_email_by_key ON contact_email (email_key);

CREATE TABLE contact_phone (
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  -- The digits of the E.164 form, or of what was typed where no country could be told.
  phone_key TEXT NOT NULL CHECK (phone_key <> ''),
  phone TEXT NOT NULL CHECK (phone <> ''),
  e164 TEXT CHECK (e164 GLOB '+[1-9]*'),
  label TEXT CHECK (label <> ''),
  position INTEGER NOT NULL CHECK (position > 0),
  PRIMARY KEY (contact_id, phone_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_phone_by_key ON contact_phone (phone_key);

CREATE TABLE contact_address (
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  position INTEGER NOT NULL CHECK (position > 0),
  label TEXT CHECK (label <> ''),
  street TEXT CHECK (street <> ''),
  postal_code TEXT CHECK (postal_code <> ''),
  city TEXT CHECK (city <> ''),
  region TEXT CHECK (region <> ''),
  country TEXT CHECK (country <> ''),
  PRIMARY KEY (contact_id, position),
  CHECK (coalesce(street, postal_code, city, region, country) IS NOT NULL)
) STRICT, WITHOUT ROWID;

CREATE TABLE contact_link (
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  url TEXT NOT NULL CHECK (url <> ''),
  label TEXT CHECK (label <> ''),
  position INTEGER NOT NULL CHECK (position > 0),
  PRIMARY KEY (contact_id, url)
) STRICT, WITHOUT ROWID;

CREATE TABLE company (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL CHECK (name <> ''),
  name_key TEXT NOT NULL CHECK (name_key <> ''),
  domain TEXT CHECK (domain <> ''),
  website TEXT CHECK (website <> ''),
  industry TEXT CHECK (industry <> ''),
  employees INTEGER CHECK (employees >= 0),
  phone TEXT CHECK (phone <> ''),
  phone_key TEXT CHECK (phone_key <> ''),
  email TEXT CHECK (email <> ''),
  street TEXT CHECK (street <> ''),
  postal_code TEXT CHECK (postal_code <> ''),
  city TEXT CHECK (city <> ''),
  region TEXT CHECK (region <> ''),
  country TEXT CHECK (country <> ''),
  owner TEXT CHECK (owner <> ''),
  note TEXT CHECK (note <> ''),
  created_at TEXT NOT NULL CHECK (length(created_at) = 20),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 20)
) STRICT;
CREATE INDEX company_by_name ON company (name_key);
CREATE INDEX company_by_domain ON company (domain) WHERE domain IS NOT NULL;

-- Who works, or worked, where. The one with the lowest position that has not ended is the present company.
CREATE TABLE employment (
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  position INTEGER NOT NULL CHECK (position > 0),
  company_id INTEGER NOT NULL REFERENCES company (id),
  role TEXT CHECK (role <> ''),
  department TEXT CHECK (department <> ''),
  start_date TEXT CHECK (length(start_date) = 10),
  end_date TEXT CHECK (length(end_date) = 10),
  has_left INTEGER NOT NULL DEFAULT 0 CHECK (has_left IN (0, 1)),
  PRIMARY KEY (contact_id, position),
  CHECK (end_date IS NULL OR has_left = 1)
) STRICT, WITHOUT ROWID;
CREATE INDEX employment_by_company ON employment (company_id);

CREATE TABLE lifecycle_change (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  from_lifecycle TEXT,
  to_lifecycle TEXT NOT NULL,
  changed_date TEXT NOT NULL CHECK (length(changed_date) = 10),
  cause TEXT NOT NULL
) STRICT;
CREATE INDEX lifecycle_change_by_contact ON lifecycle_change (contact_id);

CREATE TABLE tag (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL CHECK (name <> ''),
  name_key TEXT NOT NULL UNIQUE CHECK (name_key <> '')
) STRICT;

CREATE TABLE contact_tag (
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  tag_id INTEGER NOT NULL REFERENCES tag (id),
  PRIMARY KEY (contact_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_tag_by_tag ON contact_tag (tag_id);

CREATE TABLE company_tag (
  company_id INTEGER NOT NULL REFERENCES company (id),
  tag_id INTEGER NOT NULL REFERENCES tag (id),
  PRIMARY KEY (company_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX company_tag_by_tag ON company_tag (tag_id);

CREATE TABLE deal_tag (
  deal_id INTEGER NOT NULL REFERENCES deal (id),
  tag_id INTEGER NOT NULL REFERENCES tag (id),
  PRIMARY KEY (deal_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX deal_tag_by_tag ON deal_tag (tag_id);

-- Typed custom fields. A value is kept as text (dates ISO, flags 0 or 1, numbers canonical), a number beside it to compare.
CREATE TABLE custom_field (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  noun TEXT NOT NULL CHECK (noun IN ('contact', 'company', 'deal', 'order')),
  name TEXT NOT NULL CHECK (name <> ''),
  name_key TEXT NOT NULL CHECK (name_key <> ''),
  type TEXT NOT NULL CHECK (type IN ('text', 'number', 'date', 'flag', 'choice')),
  -- Choices, separated by newlines; only for type choice.
  choices TEXT CHECK ((type = 'choice') = (choices IS NOT NULL)),
  UNIQUE (noun, name_key)
) STRICT;

CREATE TABLE custom_value (
  noun TEXT NOT NULL CHECK (noun IN ('contact', 'company', 'deal', 'order')),
  record_id INTEGER NOT NULL,
  field_id INTEGER NOT NULL REFERENCES custom_field (id),
  value TEXT NOT NULL CHECK (value <> ''),
  number REAL,
  PRIMARY KEY (noun, record_id, field_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX custom_value_by_field ON custom_value (field_id);

CREATE TABLE pipeline (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE CHECK (name <> ''),
  is_default INTEGER NOT NULL DEFAULT 0 CHECK (is_default IN (0, 1))
) STRICT;

CREATE TABLE stage (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  pipeline_id INTEGER NOT NULL REFERENCES pipeline (id),
  name TEXT NOT NULL CHECK (name <> ''),
  kind TEXT NOT NULL CHECK (kind IN ('open', 'won', 'lost')),
  position INTEGER NOT NULL CHECK (position > 0),
  -- Percent, 0 to 100; null means not set. Only an open stage has one.
  probability INTEGER CHECK (probability BETWEEN 0 AND 100),
  rot_days INTEGER CHECK (rot_days > 0),
  UNIQUE (pipeline_id, name),
  CHECK (kind = 'open' OR (probability IS NULL AND rot_days IS NULL))
) STRICT;

CREATE TABLE deal (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  title TEXT NOT NULL CHECK (title <> ''),
  contact_id INTEGER REFERENCES contact (id),
  company_id INTEGER REFERENCES company (id),
  stage_id INTEGER NOT NULL REFERENCES stage (id),
  amount_minor INTEGER,
  currency TEXT NOT NULL CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
  -- Percent, in place of the stage's; null means the stage's counts.
  probability INTEGER CHECK (probability BETWEEN 0 AND 100),
  -- The day on which it is expected to close.
  close_date TEXT CHECK (length(close_date) = 10),
  -- The day on which it was won or lost; null while it is open.
  closed_date TEXT CHECK (length(closed_date) = 10),
  lost_reason TEXT CHECK (lost_reason <> ''),
  competitor TEXT CHECK (competitor <> ''),
  source TEXT CHECK (source <> ''),
  owner TEXT CHECK (owner <> ''),
  note TEXT CHECK (note <> ''),
  created_at TEXT NOT NULL CHECK (length(created_at) = 20),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 20)
) STRICT;
CREATE INDEX deal_by_contact ON deal (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX deal_by_company ON deal (company_id) WHERE company_id IS NOT NULL;
CREATE INDEX deal_by_stage ON deal (stage_id);
CREATE INDEX deal_by_close ON deal (close_date) WHERE closed_date IS NULL;

CREATE TABLE stage_change (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  deal_id INTEGER NOT NULL REFERENCES deal (id),
  from_stage_id INTEGER REFERENCES stage (id),
  to_stage_id INTEGER NOT NULL REFERENCES stage (id),
  changed_at TEXT NOT NULL CHECK (length(changed_at) = 20)
) STRICT;
CREATE INDEX stage_change_by_deal ON stage_change (deal_id);

-- A purchase. amount_minor is the total as sold, refunded_minor what went back of it (amount - refunded is the net).
CREATE TABLE sales_order (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  number TEXT CHECK (number <> ''),
  contact_id INTEGER REFERENCES contact (id),
  company_id INTEGER REFERENCES company (id),
  deal_id INTEGER UNIQUE REFERENCES deal (id),
  order_date TEXT NOT NULL CHECK (length(order_date) = 10),
  amount_minor INTEGER NOT NULL,
  refunded_minor INTEGER NOT NULL DEFAULT 0 CHECK (refunded_minor >= 0),
  cost_minor INTEGER,
  currency TEXT NOT NULL CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
  quantity REAL,
  source TEXT CHECK (source <> ''),
  note TEXT CHECK (note <> ''),
  created_at TEXT NOT NULL CHECK (length(created_at) = 20),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 20),
  CHECK (contact_id IS NOT NULL OR company_id IS NOT NULL),
  CHECK (refunded_minor = 0 OR refunded_minor <= amount_minor)
) STRICT;
-- Covers the purchase reports: one customer's orders in order of day, with their value.
CREATE INDEX sales_order_by_contact ON sales_order (contact_id, order_date, currency, amount_minor, refunded_minor);
CREATE INDEX sales_order_by_company ON sales_order (company_id, order_date) WHERE company_id IS NOT NULL;

CREATE TABLE order_line (
  order_id INTEGER NOT NULL REFERENCES sales_order (id),
  position INTEGER NOT NULL CHECK (position > 0),
  product TEXT NOT NULL CHECK (product <> ''),
  sku TEXT CHECK (sku <> ''),
  quantity REAL NOT NULL,
  -- Price of one, and of the line after discounts; null means not known.
  unit_minor INTEGER,
  amount_minor INTEGER,
  PRIMARY KEY (order_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE activity (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('call', 'email', 'meeting', 'note', 'letter', 'chat', 'visit')),
  direction TEXT CHECK (direction IN ('in', 'out')),
  happened_at TEXT NOT NULL CHECK (length(happened_at) = 20),
  minutes INTEGER CHECK (minutes >= 0),
  outcome TEXT CHECK (outcome <> ''),
  body TEXT CHECK (body <> ''),
  deal_id INTEGER REFERENCES deal (id),
  company_id INTEGER REFERENCES company (id),
  owner TEXT CHECK (owner <> ''),
  created_at TEXT NOT NULL CHECK (length(created_at) = 20),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 20)
) STRICT;
CREATE INDEX activity_by_deal ON activity (deal_id) WHERE deal_id IS NOT NULL;
CREATE INDEX activity_by_company ON activity (company_id) WHERE company_id IS NOT NULL;
CREATE INDEX activity_by_time ON activity (happened_at);

CREATE TABLE activity_contact (
  activity_id INTEGER NOT NULL REFERENCES activity (id),
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  PRIMARY KEY (activity_id, contact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX activity_contact_by_contact ON activity_contact (contact_id);

CREATE TABLE follow_up (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  title TEXT NOT NULL CHECK (title <> ''),
  kind TEXT CHECK (kind IN ('call', 'email', 'meeting', 'note', 'letter', 'chat', 'visit')),
  contact_id INTEGER REFERENCES contact (id),
  company_id INTEGER REFERENCES company (id),
  deal_id INTEGER REFERENCES deal (id),
  -- All day: only due_date. At a time: the instant and the zone it was meant in as well.
  due_date TEXT NOT NULL CHECK (length(due_date) = 10),
  due_at TEXT CHECK (length(due_at) = 20),
  due_zone TEXT,
  priority TEXT NOT NULL DEFAULT 'normal' CHECK (priority IN ('low', 'normal', 'high')),
  owner TEXT CHECK (owner <> ''),
  note TEXT CHECK (note <> ''),
  done_at TEXT CHECK (length(done_at) = 20),
  created_at TEXT NOT NULL CHECK (length(created_at) = 20),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 20),
  CHECK ((due_at IS NULL) = (due_zone IS NULL))
) STRICT;
CREATE INDEX follow_up_due ON follow_up (due_date) WHERE done_at IS NULL;
CREATE INDEX follow_up_by_contact ON follow_up (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX follow_up_by_company ON follow_up (company_id) WHERE company_id IS NOT NULL;
CREATE INDEX follow_up_by_deal ON follow_up (deal_id) WHERE deal_id IS NOT NULL;

-- The ids that a record came with, so that an import can be run again.
CREATE TABLE external_id (
  noun TEXT NOT NULL CHECK (noun IN ('contact', 'company', 'deal', 'order', 'activity', 'followup')),
  source TEXT NOT NULL CHECK (source <> ''),
  key TEXT NOT NULL CHECK (key <> ''),
  record_id INTEGER NOT NULL,
  PRIMARY KEY (noun, source, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX external_id_by_record ON external_id (noun, record_id);

CREATE TABLE segment (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL CHECK (name <> ''),
  name_key TEXT NOT NULL UNIQUE CHECK (name_key <> ''),
  noun TEXT NOT NULL CHECK (noun IN ('contact', 'company', 'deal', 'order')),
  filter TEXT NOT NULL CHECK (filter <> ''),
  note TEXT CHECK (note <> ''),
  created_at TEXT NOT NULL CHECK (length(created_at) = 20)
) STRICT;

-- The journal: one entry a command, one change a row it touched, or one range a noun for the
-- records that an import appended.
CREATE TABLE journal_entry (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL CHECK (length(at) = 20),
  user TEXT NOT NULL,
  command TEXT NOT NULL,
  command_line TEXT NOT NULL,
  reason TEXT,
  summary TEXT,
  undoes INTEGER REFERENCES journal_entry (id),
  undone_by INTEGER REFERENCES journal_entry (id),
  idem_key TEXT UNIQUE,
  answer TEXT
) STRICT;

CREATE TABLE journal_change (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES journal_entry (id),
  table_name TEXT NOT NULL,
  noun TEXT NOT NULL,
  record_id INTEGER NOT NULL,
  before TEXT,
  after TEXT,
  CHECK (coalesce(before, after) IS NOT NULL)
) STRICT;
CREATE INDEX journal_change_by_entry ON journal_change (entry_id);
CREATE INDEX journal_change_by_record ON journal_change (noun, record_id);

-- Records that a bulk import appended, with all their parts: undone by deleting them.
CREATE TABLE journal_range (
  entry_id INTEGER NOT NULL REFERENCES journal_entry (id),
  noun TEXT NOT NULL,
  first_id INTEGER NOT NULL,
  last_id INTEGER NOT NULL,
  PRIMARY KEY (entry_id, noun),
  CHECK (first_id <= last_id)
) STRICT, WITHOUT ROWID;

-- rowid = record id * 16 + the noun's number (store/search.ts). digits holds phone numbers backwards, so that the last
-- digits of a number are the beginning of a word.
CREATE VIRTUAL TABLE search USING fts5 (
  name, body, digits,
  content = '', contentless_delete = 1,
  tokenize = "unicode61 remove_diacritics 2"
);
INSERT INTO search (search, rank) VALUES ('pgsz', 4000), ('automerge', 16);

INSERT INTO setting (key, value) VALUES ('currency', 'EUR');

INSERT INTO pipeline (id, name, is_default) VALUES (1, 'sales', 1);
INSERT INTO stage (pipeline_id, name, kind, position, probability, rot_days) VALUES
  (1, 'lead', 'open', 1, 10, 14),
  (1, 'qualified', 'open', 2, 30, 14),
  (1, 'proposal', 'open', 3, 50, 7),
  (1, 'won', 'won', 4, NULL, NULL),
  (1, 'lost', 'lost', 5, NULL, NULL);
