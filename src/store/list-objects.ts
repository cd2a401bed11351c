import type { Field, Rows } from "../field.ts";
import type { Db } from "./db.ts";
import { type ListQuery, listRows, listSql, readFields, type Selected, splitList } from "./list.ts";

/** The rows of a list, also as JSON texts: SQLite writes those itself, in a third of the time of handing over values. */
export function listing(db: Db, query: ListQuery): Rows {
  return {
    [Symbol.iterator]: () => listRows(db, query),
    objects: (keys) => listObjects(db, { ...query, keys }),
  };
}

/** A part of a row's text: what always stands there, or what is made of the next selected value. */
type Piece = string | Made;

interface Made {
  readonly selected: Selected;
  readonly text: (value: unknown) => string;
}

function* listObjects(db: Db, query: ListQuery): Iterable<string> {
  const { fields, asked, joins } = readFields(db, query);
  const pieces = piecesOf(fields, new Map(asked.map((field) => [field.key, field])));
  const made = pieces.filter((piece) => typeof piece !== "string");
  const marks = between(pieces);
  const { sql, params } = listSql(
    { ...query, joins },
    made.map(({ selected }) => selected),
  );
  for (const values of db.values(sql, params)) {
    let text = marks[0]!;
    for (let i = 0; i < made.length; i++) text += made[i]!.text(values[i]) + marks[i + 1]!;
    yield text;
  }
}

/** What stands before, between and after the pieces that are made, in one: each part of a row costs it time. */
function between(pieces: readonly Piece[]): readonly string[] {
  const marks = ["{"];
  for (const [at, piece] of pieces.entries()) {
    if (at > 0) marks.push(marks.pop() + ",");
    if (typeof piece === "string") marks.push(marks.pop() + piece);
    else marks.push("");
  }
  return [...marks.slice(0, -1), marks.at(-1) + "}"];
}

/** Members that SQLite can write are put together, as long as they follow each other. */
function piecesOf(fields: readonly Field[], asked: ReadonlyMap<string, Field>): readonly Piece[] {
  const pieces: Piece[] = [];
  let together: Field[] = [];
  const close = () => {
    if (together.length > 0) pieces.push(membersPiece(together));
    together = [];
  };
  for (const field of fields) {
    const read = asked.get(field.key);
    if (read !== undefined && isWrittenInSql(read)) {
      together.push(read);
      if (together.length === mostTogether) close();
      continue;
    }
    close();
    pieces.push(read === undefined ? emptyMember(field) : memberPiece(read));
  }
  close();
  return pieces;
}

/** SQLite takes at most a hundred arguments to a function, two of them a member. */
const mostTogether = 48;

const writtenInSql = new Set<Field["type"]>(["id", "text", "integer", "money", "date", "instant"]);

/**
 * Texts and whole numbers read the same from SQLite as from JSON.stringify. Decimals do not (1.0), nor do lists and
 * flags, and what a report worked out may be a decimal whatever its type.
 */
function isWrittenInSql(field: Field): boolean {
  return writtenInSql.has(field.type) && field.prepare === undefined;
}

function membersPiece(fields: readonly Field[]): Made {
  const members = fields.map((field) => "'" + field.key.replaceAll("'", "''") + "', " + field.sql);
  return {
    selected: {
      key: fields[0]!.key,
      sql: "json_object(" + members.join(", ") + ")",
      params: fields.flatMap((field) => field.params ?? []),
    },
    text: (object) => String(object).slice(1, -1),
  };
}

function memberPiece(field: Field): Made {
  const name = JSON.stringify(field.key) + ":";
  const known = new Map<unknown, string>();
  return {
    selected: field,
    text: (value) => {
      const before = known.get(value);
      if (before !== undefined) return before;
      const text = name + JSON.stringify(typed(field, value));
      if (known.size < mostKnown) known.set(value, text);
      return text;
    },
  };
}

/** Of tags and the like many rows have the same: so many texts of a field are kept. */
const mostKnown = 500;

/** A list of no value is [], a flag, which SQLite keeps as 0 or 1, a boolean; null stays. */
function typed(field: Field, value: unknown): unknown {
  if (field.type === "list") return splitList(value);
  return field.type === "flag" && value !== null ? Boolean(value) : value;
}

function emptyMember(field: Field): string {
  return JSON.stringify(field.key) + ":" + JSON.stringify(typed(field, field.only?.without ?? null));
}
