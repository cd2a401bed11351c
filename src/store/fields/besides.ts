import type { Field } from "../../field.ts";
import { teamNouns } from "../collaborator.ts";
import { relatedNouns } from "../relation.ts";
import { type Noun, tableOf } from "../tables.ts";

/** What the other side of a relation is called, over `other (noun, id)`. */
const otherName = `coalesce(
  (SELECT coalesce(person.name, 'contact ' || person.id) FROM contact AS person WHERE other.noun = 'contact' AND person.id = other.id),
  (SELECT firm.name FROM company AS firm WHERE other.noun = 'company' AND firm.id = other.id),
  (SELECT sale.title FROM deal AS sale WHERE other.noun = 'deal' AND sale.id = other.id),
  (SELECT coalesce(bought.number, 'order ' || bought.id) FROM sales_order AS bought WHERE other.noun = 'order' AND bought.id = other.id),
  (SELECT asked.title FROM ticket AS asked WHERE other.noun = 'ticket' AND asked.id = other.id),
  (SELECT drive.name FROM campaign AS drive WHERE other.noun = 'campaign' AND drive.id = other.id),
  (SELECT coalesce(goods.sku, goods.name) FROM product AS goods WHERE other.noun = 'product' AND goods.id = other.id))`;

/** What else it is called: a company without its legal form, a product by its name. */
const otherShort = `coalesce(
  (SELECT firm.name_key FROM company AS firm WHERE other.noun = 'company' AND firm.id = other.id),
  (SELECT goods.name FROM product AS goods WHERE other.noun = 'product' AND goods.id = other.id))`;

/** What a record of the noun can be filtered and listed by beside its own fields: what it is related to, who works on it. */
export function besidesFields(noun: Noun): readonly Field[] {
  return [
    ...((relatedNouns as readonly string[]).includes(noun) ? [related(noun)] : []),
    ...((teamNouns as readonly string[]).includes(noun) ? [collaborators(noun)] : []),
  ];
}

function related(noun: Noun): Field {
  const id = tableOf[noun] + ".id";
  const sides =
    "(SELECT to_noun AS noun, to_id AS id FROM relation WHERE from_noun = '" +
    noun +
    "' AND from_id = " +
    id +
    " UNION SELECT from_noun, from_id FROM relation WHERE to_noun = '" +
    noun +
    "' AND to_id = " +
    id +
    ") AS other";
  return {
    ...{
      key: "related",
      header: "Related to",
      type: "list",
      aliases: ["relation", "relations"],
      detail: true,
    },
    sql: "(SELECT string_agg(" + otherName + ", char(31)) FROM " + sides + ")",
    each: {
      from: "SELECT 1 FROM " + sides + ", (SELECT 0 AS short UNION ALL SELECT 1) AS called WHERE 1 = 1",
      value: "CASE called.short WHEN 0 THEN " + otherName + " ELSE " + otherShort + " END",
    },
  };
}

function collaborators(noun: Noun): Field {
  const from = "FROM collaborator WHERE noun = '" + noun + "' AND record_id = " + tableOf[noun] + ".id";
  return {
    ...{
      key: "collaborators",
      header: "With",
      type: "list",
      aliases: ["collaborator", "with"],
      detail: true,
    },
    sql: '(SELECT string_agg("user", char(31) ORDER BY "user") ' + from + ")",
    each: { from: "SELECT 1 " + from, value: 'collaborator."user"' },
  };
}
