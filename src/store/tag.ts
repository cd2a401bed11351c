import { UserError } from "../errors.ts";
import { fold } from "../values/fold.ts";
import type { Db } from "./db.ts";

/** The tags' ids, in order; a tag that is not there yet is made. Tags are the same without regard to case. */
export function tagIds(db: Db, names: readonly string[]): number[] {
  return names.map((name) => {
    const text = name.trim();
    if (text === "" || text.includes(","))
      throw new UserError("usage", 'the tag "' + name + '" is empty or holds a comma');
    const key = fold(text);
    const known = db.get<{ id: number }>("SELECT id FROM tag WHERE name_key = ?", [key]);
    return known?.id ?? db.run("INSERT INTO tag (name, name_key) VALUES (?, ?)", [text, key]).id;
  });
}

/** Every tag with how many records carry it. */
export function listTags(
  db: Db,
): { id: number; name: string; contacts: number; companies: number; deals: number }[] {
  const sql = `
    SELECT
      id, name,
      (SELECT count(*) FROM contact_tag WHERE tag_id = tag.id) AS contacts,
      (SELECT count(*) FROM company_tag WHERE tag_id = tag.id) AS companies,
      (SELECT count(*) FROM deal_tag WHERE tag_id = tag.id) AS deals
    FROM tag
    ORDER BY name_key`;
  return db.all(sql);
}

/** Gives a tag another name; refused when another tag has it. */
export function renameTag(db: Db, from: string, to: string): void {
  const known = db.get<{ id: number }>("SELECT id FROM tag WHERE name_key = ?", [fold(from.trim())]);
  if (known === undefined) throw new UserError("not_found", 'no tag "' + from + '"', "see: crm tag list");
  const taken = db.get<{ id: number }>("SELECT id FROM tag WHERE name_key = ?", [fold(to.trim())]);
  if (taken !== undefined && taken.id !== known.id) {
    throw new UserError("conflict", 'there is already a tag "' + to + '"');
  }
  db.run("UPDATE tag SET name = ?, name_key = ? WHERE id = ?", [to.trim(), fold(to.trim()), known.id]);
}
