-- Recurrence of follow-ups, yearly dates, cadence.

-- A follow-up that repeats: when it is done, the next one is written with the same repeat_ columns. The rule is an RFC
-- 5545 recurrence rule without its start; what a snooze does to one follow-up does not touch them.
ALTER TABLE follow_up ADD COLUMN repeat_rule TEXT CHECK (repeat_rule <> '');
-- The rule as a person reads it, such as "every 2 weeks on Monday, 5 times".
ALTER TABLE follow_up ADD COLUMN repeat_words TEXT CHECK (repeat_words <> '');
-- What the next one is counted from: the rule's own calendar, or the day on which this one is done.
ALTER TABLE follow_up ADD COLUMN repeat_basis TEXT CHECK (repeat_basis IN ('calendar', 'completion'));
-- The first day of the series, on the wall of its zone, and the day that the rule gave to this one.
ALTER TABLE follow_up ADD COLUMN repeat_start_date TEXT CHECK (length(repeat_start_date) = 10);
ALTER TABLE follow_up ADD COLUMN repeat_date TEXT CHECK (length(repeat_date) = 10);
-- HH:MM on the wall of repeat_zone; null means all day.
ALTER TABLE follow_up ADD COLUMN repeat_time TEXT CHECK (length(repeat_time) = 5);
ALTER TABLE follow_up ADD COLUMN repeat_zone TEXT CHECK (repeat_zone <> '');
-- Which one of the series this is, counted from 1.
ALTER TABLE follow_up ADD COLUMN repeat_number INTEGER CHECK (repeat_number > 0);
-- 1: days that were missed are done one after another; 0 or null: they are passed over.
ALTER TABLE follow_up ADD COLUMN repeat_keeps_missed INTEGER CHECK (repeat_keeps_missed IN (0, 1));

-- With the time of day, so that counting what is due reads nothing but the index.
DROP INDEX follow_up_due;
CREATE INDEX follow_up_due ON follow_up (due_date, due_at) WHERE done_at IS NULL;

-- Yearly dates besides the birthday, such as an anniversary; --MM-DD where the year is not known.
CREATE TABLE contact_date (
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  label_key TEXT NOT NULL CHECK (label_key <> ''),
  label TEXT NOT NULL CHECK (label <> ''),
  date TEXT NOT NULL CHECK (date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' OR date GLOB '--[0-9][0-9]-[0-9][0-9]'),
  PRIMARY KEY (contact_id, label_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_date_by_day ON contact_date (substr(date, -5));

-- How often to be in touch, such as "6 weeks". A contact's own goes before those of its tags and segments.
ALTER TABLE contact ADD COLUMN cadence TEXT CHECK (cadence GLOB '[1-9]* [dwmy]*');
ALTER TABLE tag ADD COLUMN cadence TEXT CHECK (cadence GLOB '[1-9]* [dwmy]*');
ALTER TABLE segment ADD COLUMN cadence TEXT CHECK (cadence GLOB '[1-9]* [dwmy]*');
CREATE INDEX contact_by_cadence ON contact (cadence) WHERE cadence IS NOT NULL;

-- What falls due by itself, worked out at the end of each write that touches it, so that a list of what is due reads no
-- more than it shows: a contact to be in touch with again, a deal that rots, a customer who is silent. Derived from
-- the other tables, so neither journaled nor referring to them.
CREATE TABLE due_watch (
  kind TEXT NOT NULL CHECK (kind IN ('touch', 'rotting', 'quiet')),
  noun TEXT NOT NULL CHECK (noun IN ('contact', 'company', 'deal')),
  record_id INTEGER NOT NULL,
  -- The first day on which it is due, and the day from which it is counted.
  due_date TEXT NOT NULL CHECK (length(due_date) = 10),
  since_date TEXT NOT NULL CHECK (length(since_date) = 10),
  -- The cadence as text, the days that a deal may stay, or the usual gap in days.
  span TEXT NOT NULL CHECK (span <> ''),
  PRIMARY KEY (kind, noun, record_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX due_watch_by_date ON due_watch (kind, due_date);

-- A row means: due_watch is to be made anew, whole, by the next write. So it is in a file that was there before it.
CREATE TABLE due_stale (
  id INTEGER PRIMARY KEY CHECK (id = 1)
) STRICT;
INSERT INTO due_stale (id) VALUES (1);

