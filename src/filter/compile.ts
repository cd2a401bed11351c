import { UserError, unknownWord } from "../errors.ts";
import type { Field } from "../field.ts";
import { fold } from "../values/fold.ts";
import { pointedAt, quote, short } from "./caret.ts";
import { type Comparison, compare, isFilled, isOneOf } from "./compare.ts";
import { type Filter, parseFilter } from "./parse.ts";
import type { FilterValue } from "./reader.ts";
import { count, deeper, type FilterContext, faultIn, pointing, type Scope, within } from "./scope.ts";
import { glue, isNotTrue, joined, type Sql } from "./sql.ts";
import type { Operator } from "./tokens.ts";

export type { FilterContext } from "./scope.ts";

/** SQLite takes 32,766 in a statement; some are left for the rest of it. */
const maxParams = 32_000;

interface Test {
  readonly field: string;
  readonly op: Operator;
  readonly values: readonly FilterValue[];
  readonly at: number;
}

/** The condition for a WHERE, in parentheses, and the values of its `?` in order. `text` is what was parsed. */
export function compileFilter(
  filter: Filter,
  text: string,
  context: FilterContext,
): { sql: string; params: (string | number | null)[] } {
  const scope: Scope = { context, text, chain: [], depth: 0, used: { conditions: 0 } };
  const { sql, params } = compile(filter, scope);
  if (params.length > maxParams)
    throw new UserError("usage", "the filter has more than " + maxParams + " values");
  return { sql: "(" + sql + ")", params: [...params] };
}

/** The field of that name or alias: as written, else without looking at case, blanks, `_` and `-`. */
export function fieldOf(fields: readonly Field[], name: string): Field | undefined {
  const exact = fields.find((field) => field.key === name);
  if (exact !== undefined) return exact;
  const plain = plainName(name);
  const named = (field: Field) =>
    [field.key, ...(field.aliases ?? [])].some((known) => plainName(known) === plain);
  return fields.find(named);
}

function plainName(name: string): string {
  return fold(name).replace(/[\s_-]+/g, "");
}

function compile(filter: Filter, scope: Scope): Sql {
  switch (filter.kind) {
    case "and":
    case "or": {
      const inner = deeper(scope, 0);
      return joined(
        filter.parts.map((part) => compile(part, inner)),
        filter.kind,
      );
    }
    case "not":
      return isNotTrue(compile(filter.part, deeper(scope, 0)));
    case "mine":
      return compileMine(filter.at, scope);
    case "empty":
      return compileEmpty({ field: filter.field, op: "=", values: [], at: filter.at }, scope);
    case "in":
      return compileTest({ field: filter.field, op: "=", values: filter.values, at: filter.at }, scope);
    case "compare": {
      const { field, op, at } = filter;
      const value = { text: filter.value, quoted: filter.quoted, at: filter.valueAt };
      return compileTest({ field, op, values: [value], at }, scope);
    }
  }
}

function compileTest(test: Test, scope: Scope): Sql {
  if (test.op === "!=") return isNotTrue(compileTest({ ...test, op: "=" }, scope));
  count(test.at, scope);
  const field = fieldOf(scope.context.fields, test.field);
  if (field === undefined && scope.context.segment !== undefined && plainName(test.field) === "segment") {
    return compileSegments(test, scope);
  }
  return compareField(field ?? unknownField(test, scope), test, scope);
}

/** An empty text (`city = ""`) means the absence of a value, as in `city:empty`. */
function compareField(field: Field, test: Test, scope: Scope): Sql {
  scope.context.use?.(field);
  const given = test.values.filter((value) => value.text !== "" || test.op !== "=");
  const comparisons = given.map((value) => comparisonOf(field, { ...test, values: [value] }, scope));
  const conditions: Sql[] = [];
  if (given.length < test.values.length) conditions.push(isEmpty(field));
  const [first] = comparisons;
  if (first !== undefined) {
    const isList = comparisons.length > 1;
    conditions.push(
      onField(field, (column) => (isList ? isOneOf(column, comparisons) : compare(column, first))),
    );
  }
  return joined(conditions, "or");
}

function comparisonOf(field: Field, test: Test, scope: Scope): Comparison {
  const value = test.values[0]!;
  const key = field.currencyKey ?? "currency";
  const currency =
    field.each === undefined ? scope.context.fields.find((other) => other.key === key) : undefined;
  return {
    field,
    op: test.op === "!=" ? "=" : test.op,
    value: value.text,
    setting: scope.context,
    currencyColumn: currency && columnOf(currency),
    fault: (message, hint) => faultIn(scope, value.at, message, hint),
  };
}

function compileEmpty(test: Test, scope: Scope): Sql {
  count(test.at, scope);
  const field = fieldOf(scope.context.fields, test.field) ?? unknownField(test, scope);
  scope.context.use?.(field);
  return isEmpty(field);
}

function isEmpty(field: Field): Sql {
  return isNotTrue(onField(field, (column) => isFilled(column, field.type)));
}

/** What one looks after oneself, and what one works on with others. */
function compileMine(at: number, scope: Scope): Sql {
  const { context } = scope;
  const owner = fieldOf(context.fields, "owner");
  const team = fieldOf(context.fields, "collaborators");
  const fields = [owner, team].filter((field) => field !== undefined);
  if (fields.length === 0) {
    throw faultIn(scope, at, '"mine" needs an owner field, and there is none here (' + context.noun + ")");
  }
  if (context.user === "") {
    throw faultIn(scope, at, '"mine" does not know who you are', "crm config set user <name>");
  }
  const value = { text: context.user, quoted: true, at };
  return joined(
    fields.map(({ key }) => compileTest({ field: key, op: "=", values: [value], at }, scope)),
    "or",
  );
}

/** The condition on the column, or that one of the many values of the field meets it. */
function onField(field: Field, condition: (column: Sql) => Sql): Sql {
  if (field.each === undefined) return glue("(", condition(columnOf(field)), ")");
  const head = { sql: field.each.from, params: field.params ?? [] };
  return glue("EXISTS (", head, " AND (", condition({ sql: field.each.value, params: [] }), "))");
}

function columnOf(field: Field): Sql {
  return { sql: field.sql, params: field.params ?? [] };
}

function compileSegments(test: Test, scope: Scope): Sql {
  if (test.op !== "=") {
    throw faultIn(scope, test.at, quote(test.op) + " does not work on a segment", "use =, != or in");
  }
  return joined(
    test.values.map((value) => compileSegment(value, scope)),
    "or",
  );
}

function compileSegment({ text: name, at }: FilterValue, scope: Scope): Sql {
  const chain = [...scope.chain, name];
  if (scope.chain.some((outer) => fold(outer) === fold(name))) {
    throw faultIn(
      scope,
      at,
      "the segment " + quote(name) + " contains itself: " + chain.map(short).join(" -> "),
    );
  }
  const text = pointing(scope, at, () => scope.context.segment?.(name) ?? "");
  const inner = { ...deeper(scope, at), chain, text };
  return compile(
    pointing(inner, undefined, () => parseFilter(text)),
    inner,
  );
}

function unknownField(test: Test, scope: Scope): never {
  const { fields, noun, segment } = scope.context;
  const known = [...fields.map((field) => field.key), ...(segment === undefined ? [] : ["segment"])];
  const message = within(scope) + "unknown " + noun + " field " + quote(test.field);
  throw pointedAt(unknownWord("usage", message, short(test.field), known), scope.text, test.at);
}
