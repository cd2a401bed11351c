import { fold } from "../values/fold.ts";
import type { Db } from "./db.ts";

/** What a word of the command line can stand for. */
export type Kind = "contact" | "company" | "deal" | "stage" | "pipeline" | "tag" | "segment" | "field";

export interface Completion {
  readonly value: string;
  /** What the shell shows beside it, when it does. */
  readonly about: string;
}

const limit = 50;

/** Each takes :start, a LIKE pattern of folded text, and :limit. */
const queries: Readonly<Record<Kind, string>> = {
  contact: `
    SELECT email AS value, coalesce(contact.name, '') AS about
    FROM contact_email JOIN contact ON contact.id = contact_email.contact_id
    WHERE email_key LIKE :start ESCAPE '\\'
    UNION
    SELECT first_name AS value, '' AS about
    FROM contact
    WHERE fold(first_name) LIKE :start ESCAPE '\\'
    ORDER BY value
    LIMIT :limit`,
  company: `
    SELECT coalesce(domain, name) AS value, name AS about
    FROM company
    WHERE fold(coalesce(domain, name)) LIKE :start ESCAPE '\\'
    ORDER BY value
    LIMIT :limit`,
  deal: `
    SELECT CAST(id AS TEXT) AS value, title AS about
    FROM deal
    WHERE CAST(id AS TEXT) LIKE :start ESCAPE '\\'
    ORDER BY id DESC
    LIMIT :limit`,
  stage: `
    SELECT name AS value, kind AS about
    FROM stage
    WHERE fold(name) LIKE :start ESCAPE '\\'
    ORDER BY pipeline_id, position
    LIMIT :limit`,
  pipeline:
    "SELECT name AS value, '' AS about FROM pipeline WHERE fold(name) LIKE :start ESCAPE '\\' LIMIT :limit",
  tag: "SELECT name AS value, '' AS about FROM tag WHERE fold(name) LIKE :start ESCAPE '\\' ORDER BY name LIMIT :limit",
  segment: `
    SELECT name AS value, '' AS about
    FROM segment
    WHERE fold(name) LIKE :start ESCAPE '\\'
    ORDER BY name
    LIMIT :limit`,
  field: `
    SELECT name AS value, noun AS about
    FROM custom_field
    WHERE fold(name) LIKE :start ESCAPE '\\'
    ORDER BY name
    LIMIT :limit`,
};

/** What begins with the typed text, letter case aside; at most fifty. */
export function completionsOf(db: Db, kind: Kind, typed: string): Completion[] {
  const start = fold(typed).replace(/[\\%_]/g, "\\$&") + "%";
  return db.all<Completion>(queries[kind], { start, limit });
}
