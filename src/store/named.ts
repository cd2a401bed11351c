import { UserError, unknownWord } from "../errors.ts";
import { fold } from "../values/fold.ts";
import type { Db } from "./db.ts";
import { goneError, isNumberGone } from "./reference.ts";

/** A kind of record with a name of its own that no other one of it has. */
export type Named = "campaign" | "survey";

interface NamedRow {
  readonly id: number;
  readonly name: string;
}

const allSql: Readonly<Record<Named, string>> = {
  campaign: "SELECT id, name FROM campaign ORDER BY id",
  survey: "SELECT id, name FROM survey ORDER BY id",
};

/** The id that a reference means: an id, the name in any letter case, or a part of one name only. */
export function findNamed(db: Db, noun: Named, text: string): number {
  const word = text.trim().replace(/^#(?=\d+$)/, "");
  const all = db.all<NamedRow>(allSql[noun]);
  const byId = /^\d{1,15}$/.test(word) ? all.find(({ id }) => id === Number(word)) : undefined;
  if (byId === undefined && isNumberGone(db, noun, word)) throw goneError(noun, word);
  const known = byId ?? all.find(({ name }) => fold(name) === fold(word));
  if (known !== undefined) return known.id;
  const alike = word === "" ? [] : all.filter(({ name }) => fold(name).includes(fold(word)));
  const [only, ...others] = alike;
  if (only !== undefined && others.length === 0) return only.id;
  if (only !== undefined) {
    const named = alike.slice(0, 8).map(({ id, name }) => "#" + id + " " + name);
    throw new UserError("ambiguous", '"' + text + '" could be ' + named.join(" or "), "say the number");
  }
  if (all.length > 0 && all.length <= 20) {
    const names = all.map(({ name }) => name);
    throw unknownWord("not_found", "no " + noun + ' "' + text + '"', word, names);
  }
  throw new UserError("not_found", "no " + noun + ' "' + text + '"', "see: crm " + noun + " list");
}

/** Refuses a name that another record has. */
export function refuseTaken(db: Db, noun: Named, { name, id }: { name: string; id?: number }): void {
  if (name.trim() === "") throw new UserError("usage", "the " + noun + "'s name is empty");
  const other = db.all<NamedRow>(allSql[noun]).find((row) => fold(row.name) === fold(name.trim()));
  if (other === undefined || other.id === id) return;
  const message = "there is a " + noun + ' "' + other.name + '" already (#' + other.id + ")";
  throw new UserError("conflict", message, "crm " + noun + " show " + other.id);
}
