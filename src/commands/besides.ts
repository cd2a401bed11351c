import type { Row } from "../field.ts";
import { clean } from "../output/clean.ts";
import { type Attached, attachmentsOf } from "../store/attachment.ts";
import { teamOn } from "../store/collaborator.ts";
import type { Db } from "../store/db.ts";
import { type RelatedRecord, relationsOf } from "../store/relation.ts";
import type { CardLine } from "./card-lines.ts";

/** What a record of any noun can have beside what is its own. */
export interface Besides extends Row {
  readonly collaborators: readonly string[];
  readonly relations: readonly RelatedRecord[];
  readonly attachments: readonly Attached[];
}

export function besidesOf(db: Db, noun: string, id: number): Besides {
  return {
    collaborators: teamOn(db, noun, id),
    relations: relationsOf(db, noun, id),
    attachments: attachmentsOf(db, noun, id),
  };
}

/** For a card: who else works on it, what it is related to and what is attached. */
export function besidesLines({ collaborators, relations, attachments }: Besides): CardLine[] {
  const related = relations.map(
    ({ name, noun, id, title }) => clean(name) + " " + clean(title) + " (" + noun + " " + id + ")",
  );
  const files = attachments.map(({ id, name }) => "#" + id + " " + clean(name));
  return [
    ...(collaborators.length === 0 ? [] : [["With", collaborators.map(clean).join(", ")] as const]),
    ...related.map((text, index): CardLine => [index === 0 ? "Relations" : "", text]),
    ...(files.length === 0 ? [] : [["Documents", files.join(" · ")] as const]),
  ];
}
