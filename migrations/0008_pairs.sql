-- Two people, or two companies, that were looked at and are not the same. A pair is written with the lower number first;
-- a merge can turn it round, so whoever reads looks both ways.
CREATE TABLE contact_distinct (
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  other_contact_id INTEGER NOT NULL REFERENCES contact (id),
  PRIMARY KEY (contact_id, other_contact_id),
  CHECK (contact_id <> other_contact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_distinct_by_other ON contact_distinct (other_contact_id);

CREATE TABLE company_distinct (
  company_id INTEGER NOT NULL REFERENCES company (id),
  other_company_id INTEGER NOT NULL REFERENCES company (id),
  PRIMARY KEY (company_id, other_company_id),
  CHECK (company_id <> other_company_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX company_distinct_by_other ON company_distinct (other_company_id);

-- Who else a deal is with, besides its own contact.
CREATE TABLE deal_contact (
  deal_id INTEGER NOT NULL REFERENCES deal (id),
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  PRIMARY KEY (deal_id, contact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX deal_contact_by_contact ON deal_contact (contact_id);
