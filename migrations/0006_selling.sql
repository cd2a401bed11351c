-- The rest of the cycle: offers, campaigns, service, relations, documents, payments. Quantities are thousandths, rates
-- and discounts hundredths of a percent (basis points), so that totals are exact.

-- The ids a record came with, and custom fields, for all nouns: the same tables, with a longer list of nouns.
CREATE TABLE external_id_wider (
  noun TEXT NOT NULL CHECK (noun IN ('contact', 'company', 'deal', 'order', 'activity', 'followup',
    'product', 'quote', 'campaign', 'ticket', 'survey', 'invoice', 'payment')),
  source TEXT NOT NULL CHECK (source <> ''),
  key TEXT NOT NULL CHECK (key <> ''),
  record_id INTEGER NOT NULL,
  PRIMARY KEY (noun, source, key)
) STRICT, WITHOUT ROWID;
INSERT INTO external_id_wider (noun, source, key, record_id) SELECT noun, source, key, record_id FROM external_id;
DROP TABLE external_id;
ALTER TABLE external_id_wider RENAME TO external_id;
CREATE INDEX external_id_by_record ON external_id (noun, record_id);

-- Who looks after a purchase.
ALTER TABLE sales_order ADD COLUMN owner TEXT CHECK (owner <> '');

CREATE TABLE product (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  sku TEXT CHECK (sku <> ''),
  sku_key TEXT UNIQUE CHECK (sku_key <> ''),
  name TEXT NOT NULL CHECK (name <> ''),
  name_key TEXT NOT NULL CHECK (name_key <> ''),
  price_minor INTEGER CHECK (price_minor >= 0),
  cost_minor INTEGER CHECK (cost_minor >= 0),
  currency TEXT NOT NULL CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
  unit TEXT CHECK (unit <> ''),
  -- How often it is paid again; null means once.
  recurring TEXT CHECK (recurring IN ('week', 'month', 'quarter', 'year')),
  tax_bp INTEGER CHECK (tax_bp BETWEEN 0 AND 10000),
  is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
  note TEXT CHECK (note <> ''),
  created_at TEXT NOT NULL CHECK (length(created_at) = 20),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 20),
  CHECK ((sku IS NULL) = (sku_key IS NULL))
) STRICT;
CREATE INDEX product_by_name ON product (name_key);

-- "product goes with other" holds both ways and is kept once, the lower id first; "product is an upgrade of other".
CREATE TABLE product_link (
  product_id INTEGER NOT NULL REFERENCES product (id),
  kind TEXT NOT NULL CHECK (kind IN ('goes-with', 'upgrade-of')),
  other_id INTEGER NOT NULL REFERENCES product (id),
  PRIMARY KEY (product_id, kind, other_id),
  CHECK (product_id <> other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX product_link_by_other ON product_link (other_id);

CREATE TABLE quote (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  number TEXT NOT NULL UNIQUE CHECK (number <> ''),
  deal_id INTEGER REFERENCES deal (id),
  contact_id INTEGER REFERENCES contact (id),
  company_id INTEGER REFERENCES company (id),
  status TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'sent', 'accepted', 'declined', 'expired')),
  -- The version that holds now; the earlier ones are kept.
  version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
  currency TEXT NOT NULL CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
  -- The day of acceptance, refusal or expiry; null while it is open.
  decided_date TEXT CHECK (length(decided_date) = 10),
  decline_reason TEXT CHECK (decline_reason <> ''),
  order_id INTEGER UNIQUE REFERENCES sales_order (id),
  owner TEXT CHECK (owner <> ''),
  note TEXT CHECK (note <> ''),
  created_at TEXT NOT NULL CHECK (length(created_at) = 20),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 20),
  CHECK (coalesce(deal_id, contact_id, company_id) IS NOT NULL)
) STRICT;
CREATE INDEX quote_by_deal ON quote (deal_id) WHERE deal_id IS NOT NULL;
CREATE INDEX quote_by_contact ON quote (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX quote_by_company ON quote (company_id) WHERE company_id IS NOT NULL;
CREATE INDEX quote_open ON quote (status) WHERE status IN ('draft', 'sent');

CREATE TABLE quote_version (
  quote_id INTEGER NOT NULL REFERENCES quote (id),
  version INTEGER NOT NULL CHECK (version > 0),
  valid_until_date TEXT CHECK (length(valid_until_date) = 10),
  terms TEXT CHECK (terms <> ''),
  -- What was agreed in words besides, one a line.
  perks TEXT CHECK (perks <> ''),
  discount_bp INTEGER NOT NULL DEFAULT 0 CHECK (discount_bp BETWEEN 0 AND 10000),
  -- Worked out from the lines when they are written, for lists.
  net_minor INTEGER NOT NULL DEFAULT 0,
  tax_minor INTEGER NOT NULL DEFAULT 0,
  sent_at TEXT CHECK (length(sent_at) = 20),
  created_at TEXT NOT NULL CHECK (length(created_at) = 20),
  PRIMARY KEY (quote_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE quote_line (
  quote_id INTEGER NOT NULL REFERENCES quote (id),
  version INTEGER NOT NULL CHECK (version > 0),
  position INTEGER NOT NULL CHECK (position > 0),
  product_id INTEGER REFERENCES product (id),
  title TEXT NOT NULL CHECK (title <> ''),
  sku TEXT CHECK (sku <> ''),
  unit TEXT CHECK (unit <> ''),
  quantity_milli INTEGER NOT NULL CHECK (quantity_milli > 0),
  unit_minor INTEGER NOT NULL,
  discount_bp INTEGER NOT NULL DEFAULT 0 CHECK (discount_bp BETWEEN 0 AND 10000),
  tax_bp INTEGER NOT NULL DEFAULT 0 CHECK (tax_bp BETWEEN 0 AND 10000),
  -- Why the price or discount is not the usual one: the agreement, in words.
  reason TEXT CHECK (reason <> ''),
  PRIMARY KEY (quote_id, version, position)
) STRICT, WITHOUT ROWID;

-- What was agreed with one contact, one company or a segment: a price, a discount, or a perk in words.
CREATE TABLE agreement (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER REFERENCES contact (id),
  company_id INTEGER REFERENCES company (id),
  segment_id INTEGER REFERENCES segment (id),
  -- Null: everything that is sold.
  product_id INTEGER REFERENCES product (id),
  price_minor INTEGER CHECK (price_minor >= 0),
  currency TEXT CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
  discount_bp INTEGER CHECK (discount_bp BETWEEN 0 AND 10000),
  perk TEXT CHECK (perk <> ''),
  from_date TEXT CHECK (length(from_date) = 10),
  until_date TEXT CHECK (length(until_date) = 10),
  note TEXT CHECK (note <> ''),
  created_at TEXT NOT NULL CHECK (length(created_at) = 20),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 20),
  CHECK ((contact_id IS NOT NULL) + (company_id IS NOT NULL) + (segment_id IS NOT NULL) = 1),
  CHECK ((price_minor IS NOT NULL) + (discount_bp IS NOT NULL) + (perk IS NOT NULL) = 1),
  CHECK ((price_minor IS NULL) = (currency IS NULL)),
  CHECK (price_minor IS NULL OR product_id IS NOT NULL),
  CHECK (from_date IS NULL OR until_date IS NULL OR from_date <= until_date)
) STRICT;
CREATE INDEX agreement_by_contact ON agreement (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX agreement_by_company ON agreement (company_id) WHERE company_id IS NOT NULL;

-- The user's own checklist for a lead, and what was found out about a contact.
CREATE TABLE qualification (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL CHECK (name <> ''),
  name_key TEXT NOT NULL UNIQUE CHECK (name_key <> ''),
  -- A filter that answers it from the record itself; null: it is answered by hand.
  filter TEXT CHECK (filter <> ''),
  position INTEGER NOT NULL CHECK (position > 0)
) STRICT;

CREATE TABLE contact_qualification (
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  qualification_id INTEGER NOT NULL REFERENCES qualification (id),
  is_met INTEGER NOT NULL CHECK (is_met IN (0, 1)),
  answer TEXT CHECK (answer <> ''),
  answered_date TEXT NOT NULL CHECK (length(answered_date) = 10),
  PRIMARY KEY (contact_id, qualification_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE score_rule (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE CHECK (name <> ''),
  filter TEXT NOT NULL CHECK (filter <> ''),
  points INTEGER NOT NULL
) STRICT;

CREATE TABLE campaign (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL CHECK (name <> ''),
  name_key TEXT NOT NULL UNIQUE CHECK (name_key <> ''),
  purpose TEXT NOT NULL CHECK (purpose IN ('awareness', 'brand', 'leads', 'loyalty')),
  channel TEXT NOT NULL CHECK (channel IN ('email', 'call', 'letter', 'chat', 'visit', 'meeting')),
  start_date TEXT CHECK (length(start_date) = 10),
  end_date TEXT CHECK (length(end_date) = 10),
  cost_minor INTEGER NOT NULL DEFAULT 0 CHECK (cost_minor >= 0),
  currency TEXT NOT NULL CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
  -- Filters of contacts: who is meant, and who of them is left out.
  target TEXT CHECK (target <> ''),
  exclusion TEXT CHECK (exclusion <> ''),
  template TEXT CHECK (template <> ''),
  -- From this moment the list of members is frozen; null: it is planned.
  started_at TEXT CHECK (length(started_at) = 20),
  -- Whom it was started for: who had agreed, who had not refused, or everybody.
  consent TEXT CHECK (consent IN ('given', 'not-refused', 'ignored')),
  owner TEXT CHECK (owner <> ''),
  note TEXT CHECK (note <> ''),
  created_at TEXT NOT NULL CHECK (length(created_at) = 20),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 20),
  CHECK (start_date IS NULL OR end_date IS NULL OR start_date <= end_date)
) STRICT;

CREATE TABLE campaign_member (
  campaign_id INTEGER NOT NULL REFERENCES campaign (id),
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  -- A short code that a response can name.
  code TEXT NOT NULL UNIQUE CHECK (code <> ''),
  -- A, B, ... of a split; null: the campaign is not split.
  variant TEXT CHECK (variant GLOB '[A-Z]'),
  sent_at TEXT CHECK (length(sent_at) = 20),
  bounced_at TEXT CHECK (length(bounced_at) = 20),
  PRIMARY KEY (campaign_id, contact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX campaign_member_by_contact ON campaign_member (contact_id);

-- What was handed to a mail server. Not journaled, and without references: no undo makes a mail unsent, and none may be
-- stopped by one. A claim without sent_at is a delivery under way, or one whose end was never heard of.
CREATE TABLE campaign_mail (
  campaign_id INTEGER NOT NULL,
  contact_id INTEGER NOT NULL,
  address_key TEXT NOT NULL CHECK (address_key <> ''),
  message_id TEXT CHECK (message_id <> ''),
  claimed_at TEXT NOT NULL CHECK (length(claimed_at) = 20),
  sent_at TEXT CHECK (length(sent_at) = 20),
  PRIMARY KEY (campaign_id, contact_id),
  UNIQUE (campaign_id, address_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE campaign_response (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  campaign_id INTEGER NOT NULL REFERENCES campaign (id),
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  kind TEXT NOT NULL CHECK (kind IN ('reply', 'click', 'visit', 'signup', 'order', 'unsubscribe')),
  responded_date TEXT NOT NULL CHECK (length(responded_date) = 10),
  note TEXT CHECK (note <> '')
) STRICT;
CREATE INDEX campaign_response_by_campaign ON campaign_response (campaign_id);
CREATE INDEX campaign_response_by_contact ON campaign_response (contact_id);

CREATE TABLE ticket (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  title TEXT NOT NULL CHECK (title <> ''),
  kind TEXT NOT NULL CHECK (kind IN ('complaint', 'question', 'request')),
  channel TEXT CHECK (channel IN ('call', 'email', 'meeting', 'letter', 'chat', 'visit')),
  severity TEXT NOT NULL DEFAULT 'normal' CHECK (severity IN ('low', 'normal', 'high')),
  contact_id INTEGER REFERENCES contact (id),
  company_id INTEGER REFERENCES company (id),
  product_id INTEGER REFERENCES product (id),
  order_id INTEGER REFERENCES sales_order (id),
  opened_at TEXT NOT NULL CHECK (length(opened_at) = 20),
  -- By when it was to be answered and solved, by the targets that held when it was opened; null: no target.
  reply_due_at TEXT CHECK (length(reply_due_at) = 20),
  solve_due_at TEXT CHECK (length(solve_due_at) = 20),
  first_reply_at TEXT CHECK (length(first_reply_at) = 20),
  -- Null while it is open; reopening empties it again.
  solved_at TEXT CHECK (length(solved_at) = 20),
  owner TEXT CHECK (owner <> ''),
  note TEXT CHECK (note <> ''),
  created_at TEXT NOT NULL CHECK (length(created_at) = 20),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 20),
  CHECK (coalesce(contact_id, company_id) IS NOT NULL),
  CHECK (first_reply_at IS NULL OR first_reply_at >= opened_at),
  CHECK (solved_at IS NULL OR solved_at >= opened_at)
) STRICT;
CREATE INDEX ticket_by_contact ON ticket (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX ticket_by_company ON ticket (company_id) WHERE company_id IS NOT NULL;
CREATE INDEX ticket_open ON ticket (opened_at) WHERE solved_at IS NULL;

CREATE TABLE ticket_event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  ticket_id INTEGER NOT NULL REFERENCES ticket (id),
  kind TEXT NOT NULL CHECK (kind IN ('reply', 'note', 'solve', 'reopen')),
  happened_at TEXT NOT NULL CHECK (length(happened_at) = 20),
  body TEXT CHECK (body <> ''),
  owner TEXT CHECK (owner <> '')
) STRICT;
CREATE INDEX ticket_event_by_ticket ON ticket_event (ticket_id);

CREATE TABLE survey (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL CHECK (name <> ''),
  name_key TEXT NOT NULL UNIQUE CHECK (name_key <> ''),
  -- nps: 0 to 10; csat: 1 to 5.
  kind TEXT NOT NULL CHECK (kind IN ('nps', 'csat')),
  question TEXT CHECK (question <> ''),
  note TEXT CHECK (note <> ''),
  created_at TEXT NOT NULL CHECK (length(created_at) = 20),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 20)
) STRICT;

CREATE TABLE survey_answer (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  survey_id INTEGER NOT NULL REFERENCES survey (id),
  -- Null: given without a name.
  contact_id INTEGER REFERENCES contact (id),
  score INTEGER NOT NULL CHECK (score BETWEEN 0 AND 10),
  answered_date TEXT NOT NULL CHECK (length(answered_date) = 10),
  comment TEXT CHECK (comment <> '')
) STRICT;
CREATE INDEX survey_answer_by_survey ON survey_answer (survey_id);
CREATE INDEX survey_answer_by_contact ON survey_answer (contact_id) WHERE contact_id IS NOT NULL;

-- "from KIND to", read the other way as the kind's inverse name.
CREATE TABLE relation_kind (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE CHECK (name <> ''),
  inverse TEXT NOT NULL CHECK (inverse <> '')
) STRICT;
INSERT INTO relation_kind (name, inverse) VALUES
  ('partner of', 'partner of'),
  ('works with', 'works with'),
  ('spouse of', 'spouse of'),
  ('referred by', 'referred'),
  ('supplier of', 'supplied by'),
  ('subsidiary of', 'parent of');

CREATE TABLE relation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind_id INTEGER NOT NULL REFERENCES relation_kind (id),
  from_noun TEXT NOT NULL CHECK (from_noun IN ('contact', 'company', 'deal', 'order', 'ticket', 'campaign', 'product')),
  from_id INTEGER NOT NULL,
  to_noun TEXT NOT NULL CHECK (to_noun IN ('contact', 'company', 'deal', 'order', 'ticket', 'campaign', 'product')),
  to_id INTEGER NOT NULL,
  since_date TEXT CHECK (length(since_date) = 10),
  note TEXT CHECK (note <> ''),
  UNIQUE (kind_id, from_noun, from_id, to_noun, to_id),
  CHECK (from_noun <> to_noun OR from_id <> to_id)
) STRICT;
CREATE INDEX relation_by_from ON relation (from_noun, from_id);
CREATE INDEX relation_by_to ON relation (to_noun, to_id);

-- Who works on a record besides its owner.
CREATE TABLE collaborator (
  noun TEXT NOT NULL CHECK (noun IN ('contact', 'company', 'deal', 'order', 'ticket', 'campaign', 'quote')),
  record_id INTEGER NOT NULL,
  user TEXT NOT NULL CHECK (user <> ''),
  PRIMARY KEY (noun, record_id, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX collaborator_by_user ON collaborator (user);

CREATE TABLE attachment (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  noun TEXT NOT NULL CHECK (noun IN ('contact', 'company', 'deal', 'order', 'ticket', 'campaign', 'quote', 'product')),
  record_id INTEGER NOT NULL,
  name TEXT NOT NULL CHECK (name <> ''),
  -- Where it is; for a copy in the data directory, relative to that directory.
  path TEXT NOT NULL CHECK (path <> ''),
  is_copy INTEGER NOT NULL CHECK (is_copy IN (0, 1)),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  note TEXT CHECK (note <> ''),
  created_at TEXT NOT NULL CHECK (length(created_at) = 20)
) STRICT;
CREATE INDEX attachment_by_record ON attachment (noun, record_id);

CREATE TABLE invoice (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  number TEXT NOT NULL UNIQUE CHECK (number <> ''),
  contact_id INTEGER REFERENCES contact (id),
  company_id INTEGER REFERENCES company (id),
  order_id INTEGER REFERENCES sales_order (id),
  issued_date TEXT NOT NULL CHECK (length(issued_date) = 10),
  due_date TEXT NOT NULL CHECK (length(due_date) = 10),
  amount_minor INTEGER NOT NULL,
  currency TEXT NOT NULL CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
  note TEXT CHECK (note <> ''),
  created_at TEXT NOT NULL CHECK (length(created_at) = 20),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 20),
  CHECK (coalesce(contact_id, company_id) IS NOT NULL),
  CHECK (due_date >= issued_date)
) STRICT;
CREATE INDEX invoice_by_contact ON invoice (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX invoice_by_company ON invoice (company_id) WHERE company_id IS NOT NULL;

CREATE TABLE payment (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  invoice_id INTEGER NOT NULL REFERENCES invoice (id),
  paid_date TEXT NOT NULL CHECK (length(paid_date) = 10),
  -- In the invoice's currency; below 0 what was paid back.
  amount_minor INTEGER NOT NULL CHECK (amount_minor <> 0),
  note TEXT CHECK (note <> ''),
  created_at TEXT NOT NULL CHECK (length(created_at) = 20),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 20)
) STRICT;
CREATE INDEX payment_by_invoice ON payment (invoice_id);
