-- What was sent to remind somebody: one row an item, moment, lead time and channel, made when a run claims it. A row with
-- sent_at is never sent again, whatever the clock says; one without is under way, or to be tried again. It refers to no
-- record by a foreign key: what was sent stays sent when the record is deleted and when that is undone.
CREATE TABLE reminder (
  channel TEXT NOT NULL CHECK (channel IN ('stdout', 'email', 'desktop', 'webhook', 'command')),
  -- Such as "followup:14".
  item_key TEXT NOT NULL CHECK (item_key <> ''),
  -- The day or instant at which the item was due: a snoozed follow-up is another reminder.
  due TEXT NOT NULL CHECK (length(due) IN (10, 20)),
  -- As "1 day" or "90 minutes"; "0 minutes" is when it is due.
  lead TEXT NOT NULL CHECK (lead <> ''),
  -- How often it was sent and when last; null means never.
  times_sent INTEGER NOT NULL DEFAULT 0 CHECK (times_sent >= 0),
  sent_at TEXT CHECK (length(sent_at) = 20),
  -- The message that it is to go, or went, out with: what a receiver tells a second delivery by. Null: in a new one.
  message_key TEXT CHECK (message_key <> ''),
  -- The run that is delivering it, and since when by the clock of the machine; null: none.
  claim TEXT CHECK (claim <> ''),
  claimed_at TEXT CHECK (length(claimed_at) = 20),
  PRIMARY KEY (item_key, due, lead, channel),
  CHECK ((claim IS NULL) = (claimed_at IS NULL)),
  CHECK ((times_sent = 0) = (sent_at IS NULL))
) STRICT, WITHOUT ROWID;
-- Deliveries that were cut off.
CREATE INDEX reminder_claimed ON reminder (claimed_at) WHERE claimed_at IS NOT NULL;

-- Tells the events of this file from those of another one in the same calendar.
CREATE TABLE calendar_feed (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  uid TEXT NOT NULL CHECK (uid <> '')
) STRICT;
INSERT INTO calendar_feed (id, uid) VALUES (1, lower(hex(randomblob(8))));

-- Which playbook planned it; null: a person did.
ALTER TABLE follow_up ADD COLUMN playbook TEXT CHECK (playbook <> '');
-- Its own lead times in place of those of crm remind, separated by commas, such as "1 day, 1 hour".
ALTER TABLE follow_up ADD COLUMN remind TEXT CHECK (remind <> '');
CREATE INDEX follow_up_by_remind ON follow_up (remind) WHERE remind IS NOT NULL;

-- Playbooks that are applied when a deal enters a stage. A playbook is a file, known by its name.
CREATE TABLE playbook_rule (
  stage_id INTEGER NOT NULL REFERENCES stage (id),
  playbook TEXT NOT NULL CHECK (playbook <> ''),
  PRIMARY KEY (stage_id, playbook)
) STRICT, WITHOUT ROWID;

CREATE TABLE template (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL CHECK (name <> ''),
  name_key TEXT NOT NULL UNIQUE CHECK (name_key <> ''),
  subject TEXT NOT NULL CHECK (subject <> ''),
  body TEXT NOT NULL CHECK (body <> ''),
  created_at TEXT NOT NULL CHECK (length(created_at) = 20),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 20)
) STRICT;
