import { UserError, unknownWord } from "../errors.ts";
import type { Row } from "../field.ts";
import { fold } from "../values/fold.ts";
import type { Db } from "./db.ts";

/** The tags' ids, in order; a tag that is not there yet is made. Tags are the same without regard to case. */
export function tagIds(db: Db, names: readonly string[]): number[] {
  return names.map((name) => {
    const text = checkTag(name);
    const key = fold(text);
    const known = db.get<{ id: number }>("SELECT id FROM tag WHERE name_key = ?", [key]);
    return known?.id ?? db.run("INSERT INTO tag (name, name_key) VALUES (?, ?)", [text, key]).id;
  });
}

export interface TagCount extends Row {
  readonly id: number;
  readonly name: string;
  readonly contacts: number;
  readonly companies: number;
  readonly deals: number;
  /** How often to be in touch with everybody who carries it, such as "6 weeks". */
  readonly cadence: string | null;
}

/** Every tag with how many records carry it. */
export function listTags(db: Db): TagCount[] {
  const sql = `
    SELECT
      id, name,
      (SELECT count(*) FROM contact_tag WHERE tag_id = tag.id) AS contacts,
      (SELECT count(*) FROM company_tag WHERE tag_id = tag.id) AS companies,
      (SELECT count(*) FROM deal_tag WHERE tag_id = tag.id) AS deals,
      cadence
    FROM tag
    ORDER BY name_key`;
  return db.all<TagCount>(sql);
}

/** Gives a tag another name; refused when another tag has it. */
export function renameTag(db: Db, from: string, to: string): TagCount {
  const name = checkTag(to);
  const id = tagNamed(db, from);
  const taken = db.get<{ id: number }>("SELECT id FROM tag WHERE name_key = ?", [fold(name)]);
  if (taken !== undefined && taken.id !== id) {
    throw new UserError("conflict", 'there is already a tag "' + name + '"');
  }
  db.run("UPDATE tag SET name = ?, name_key = ? WHERE id = ?", [name, fold(name), id]);
  return listTags(db).find((tag) => tag.id === id)!;
}

/** Sets how often to be in touch with everybody who carries a tag; null: no longer. */
export function setTagCadence(db: Db, name: string, cadence: string | null): TagCount {
  const id = tagNamed(db, name);
  db.run("UPDATE tag SET cadence = ? WHERE id = ?", [cadence, id]);
  return listTags(db).find((tag) => tag.id === id)!;
}

function tagNamed(db: Db, name: string): number {
  const known = db.get<{ id: number }>("SELECT id FROM tag WHERE name_key = ?", [fold(name.trim())]);
  if (known !== undefined) return known.id;
  const names = listTags(db).map((tag) => tag.name);
  throw unknownWord("not_found", 'no tag "' + name + '"', name, names);
}

function checkTag(text: string): string {
  const name = text.trim();
  if (name !== "" && !name.includes(",")) return name;
  throw new UserError("usage", 'the tag "' + text + '" is empty or holds a comma');
}
