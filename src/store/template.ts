import { UserError, unknownWord } from "../errors.ts";
import { fold } from "../values/fold.ts";
import type { Db } from "./db.ts";

/** A mail with placeholders. */
export interface Template {
  readonly id: number;
  readonly name: string;
  readonly subject: string;
  readonly body: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

const columns = "id, name, subject, body, created_at AS createdAt, updated_at AS updatedAt";

export function listTemplates(db: Db): Template[] {
  return db.all("SELECT " + columns + " FROM template ORDER BY name_key");
}

export function getTemplate(db: Db, name: string): Template {
  const found = db.get<Template>("SELECT " + columns + " FROM template WHERE name_key = ?", [
    fold(name.trim()),
  ]);
  if (found !== undefined) return found;
  const names = listTemplates(db).map((template) => template.name);
  if (names.length > 0) throw unknownWord("not_found", 'no template "' + name + '"', name, names);
  throw new UserError(
    "not_found",
    'no template "' + name + '": there is none yet',
    "crm template add " + name,
  );
}

export interface TemplateText {
  readonly name: string;
  readonly subject: string;
  readonly body: string;
}

export function addTemplate(db: Db, { name, subject, body }: TemplateText, at: string): Template {
  const nameKey = fold(name.trim());
  if (nameKey === "") throw new UserError("usage", "the template's name is empty");
  if (db.get("SELECT 1 FROM template WHERE name_key = ?", [nameKey]) !== undefined) {
    throw new UserError(
      "conflict",
      'there is a template "' + name.trim() + '" already',
      "crm template edit " + name.trim(),
    );
  }
  const sql = `
    INSERT INTO template (name, name_key, subject, body, created_at, updated_at)
    VALUES (:name, :nameKey, :subject, :body, :at, :at)`;
  db.run(sql, { name: name.trim(), nameKey, subject, body, at });
  return getTemplate(db, name);
}

export function editTemplate(
  db: Db,
  id: number,
  { name, subject, body, at }: TemplateText & { readonly at: string },
): Template {
  const nameKey = fold(name.trim());
  if (db.get("SELECT 1 FROM template WHERE name_key = ? AND id <> ?", [nameKey, id]) !== undefined) {
    throw new UserError("conflict", 'there is a template "' + name.trim() + '" already');
  }
  const sql = `
    UPDATE template
    SET name = :name, name_key = :nameKey, subject = :subject, body = :body, updated_at = :at
    WHERE id = :id`;
  db.run(sql, { id, name: name.trim(), nameKey, subject, body, at });
  return getTemplate(db, name);
}

export function deleteTemplate(db: Db, id: number): void {
  db.run("DELETE FROM template WHERE id = ?", [id]);
}
