import type { Command } from "commander";
import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import { joinTeam } from "../store/collaborator.ts";
import {
  addCompany,
  addCompanyParts,
  type CompanyDetail,
  type CompanyRow,
  companyDetail,
  companyFields,
  deleteCompany,
  editCompany,
  removeCompanyTag,
} from "../store/company.ts";
import type { Db } from "../store/db.ts";
import { type Like, likeCompany } from "../store/likeness.ts";
import { fold } from "../values/fold.ts";
import { keptText } from "../values/kept-text.ts";
import { companyKey } from "../values/name.ts";
import { phoneKey } from "../values/phone.ts";
import { backUpBeforeMany } from "./backup.ts";
import { chooseMany, oneOrAll, whatWasDone } from "./choose.ts";
import { companyCard } from "./company-card.ts";
import { customOptions } from "./contact/draft.ts";
import { termsOf } from "./customer-terms.ts";
import { declareDuplicates, warnOfLike } from "./duplicates.ts";
import { listNoun } from "./list.ts";
import { takingAway } from "./options/away.ts";
import { changeTeams, type TeamOptions, teamOptions, withoutOption } from "./options/team.ts";
import {
  collect,
  collectWhole,
  examples,
  filterOptions,
  type ListOptions,
  listOptions,
  wholeNumber,
} from "./options.ts";
import { confirm, pick } from "./pick.ts";
import { refuseDash } from "./text-source.ts";

interface CompanyOptions extends TeamOptions {
  readonly name?: string;
  readonly domain?: string;
  readonly website?: string;
  readonly industry?: string;
  readonly employees?: number;
  readonly phone?: string;
  readonly email?: string;
  readonly street?: string;
  readonly postalCode?: string;
  readonly city?: string;
  readonly region?: string;
  readonly country?: string;
  readonly owner?: string;
  readonly note?: string;
  readonly tag?: readonly string[];
  readonly untag?: readonly string[];
  readonly set?: readonly string[];
}

/** The commands of the noun company. */
export function company(noun: Command, app: App): void {
  examples(
    companyOptions(noun.command("add <name>").description("Add a company")),
    'crm company add "Acme GmbH" --domain acme.example --industry software --city Berlin',
    "crm company add Nord --tag partner",
  ).action((name: string, options: CompanyOptions) => add(app, name, options));

  examples(
    listOptions(
      noun.command("list [filter...]").description("List companies, all or those that fit a filter"),
    ),
    "crm company list 'industry = software'",
    "crm company list --sort -spent --format csv",
  ).action((words: string[], options: ListOptions) => listNoun(app, "company", words, options));

  examples(
    noun.command("show <company>").description("All about one company, its people and open deals"),
    "crm company show acme",
    "crm company show 2 --json",
  ).action((ref: string) => show(app, ref));

  examples(
    withoutOption(
      companyOptions(
        filterOptions(
          noun.command("edit [company]").description("Change a company, or all that fit a filter"),
        ),
      ),
    )
      .option("--name <name>", "the name")
      .option("--untag <tag>", "take a tag away", collect),
    "crm company edit acme --industry software",
    "crm company edit --where 'city = Berlin' --tag capital --yes",
  ).action((ref: string | undefined, options: CompanyOptions & ListOptions) => edit(app, ref, options));

  examples(
    filterOptions(noun.command("delete [company]").description("Delete a company; its people stay")),
    "crm company delete nord --yes",
    "crm company delete --where 'tag = test' --dry-run",
  ).action((ref: string | undefined, options: ListOptions) => remove(app, ref, options));

  declareDuplicates(noun, app, "company");
}

function companyOptions(command: Command): Command {
  return teamOptions(
    command
      .option("--domain <domain>", "mail and web domain, such as acme.example")
      .option("--website <url>", "web page")
      .option("--industry <industry>", "line of business")
      .option("--employees <n>", "how many work there", wholeNumber)
      .option("--phone <number>", "phone")
      .option("--email <address>", "email")
      .option("--street <street>", "street and number")
      .option("--postal-code <code>", "postal code")
      .option("--city <city>", "city")
      .option("--region <region>", "state or region")
      .option("--country <country>", "country")
      .option("--owner <user>", "who looks after the company")
      .option("--note <text>", "a lasting remark")
      .option("--tag <tag>", "tag; several times or with commas for several", collect)
      .option("--set <field=value>", "a custom field; several times for several", collectWhole),
  );
}

/** The company's own columns as typed; an empty text empties a column. */
function companyRow({ name, domain, phone, employees, ...rest }: CompanyOptions): CompanyRow {
  const { website, industry, email, street, postalCode, city, region, country, owner, note } = rest;
  const texts = { website, industry, email, street, postalCode, city, region, country, owner, note };
  const given = Object.entries(texts).filter((entry) => entry[1] !== undefined);
  return {
    ...Object.fromEntries(given.map(([key, value]) => [key, keptText(value ?? "")])),
    ...(name === undefined ? {} : { name: name.trim(), nameKey: keyOf(name) }),
    ...(domain === undefined ? {} : { domain: domain.trim().toLowerCase() || null }),
    ...(phone === undefined ? {} : { phone: keptText(phone), phoneKey: phoneKey(phone) || null }),
    ...(employees === undefined ? {} : { employees }),
  };
}

function keyOf(name: string): string {
  const key = companyKey(name);
  if (key === "") throw new UserError("usage", 'the company name "' + name + '" holds no letter or digit');
  return key;
}

async function add(app: App, name: string, options: CompanyOptions): Promise<void> {
  refuseDash(name, "companies");
  const draft = {
    row: companyRow({ ...options, name }),
    tags: options.tag ?? [],
    custom: customOptions(options.set ?? []),
  };
  let alike: readonly Like[] = [];
  const detail = app.write((db, at) => {
    const id = addCompany(db, draft, at);
    joinTeam(db, { noun: "company", id }, options.with ?? []);
    alike = likeCompany(db, id);
    return companyDetail(db, id);
  });
  const added = await withTerms(app, app.writer(), detail);
  await app.wrote("Added company " + detail.id + " " + detail.name, companyFields, added);
  warnOfLike(app, "company", { id: detail.id, alike });
}

async function show(app: App, ref: string): Promise<void> {
  const db = app.read();
  const { id } = await pick(app, db, "company", ref);
  const detail = await withTerms(app, db, companyDetail(db, id));
  await app.show(companyFields, detail, (look) => companyCard(detail, { look, today: app.today() }));
}

/** With what holds of all that was agreed with the company and its segments. */
async function withTerms(app: App, db: Db, detail: CompanyDetail) {
  return { ...detail, agreements: await termsOf(app, db, { contactId: null, companyId: detail.id }) };
}

async function edit(app: App, ref: string | undefined, options: CompanyOptions & ListOptions): Promise<void> {
  if (Object.keys(options).every((key) => key === "where" || key === "segment")) {
    throw new UserError(
      "usage",
      "nothing to change",
      "say what, such as --industry software or --tag partner",
    );
  }
  const patch = companyRow(options);
  const ids = await chooseMany(app, { noun: "company", ref, options, action: "Change" });
  const away = takingAway("company");
  const details = app.write((db, at) => {
    const changed = ids.map((id) => {
      editCompany(db, id, { patch, at });
      addCompanyParts(db, id, { tags: options.tag ?? [], custom: customOptions(options.set ?? []) });
      changeTeams(db, { noun: "company", id }, { options, away });
      for (const tag of options.untag ?? []) away.note("--untag", tag, removeCompanyTag(db, id, fold(tag)));
      return companyDetail(db, id);
    });
    away.check(ids);
    return changed;
  });
  const [one] = details;
  const isOne = details.length === 1 && one !== undefined;
  await wrote(app, "Changed", isOne ? [await withTerms(app, app.writer(), one)] : details);
}

async function remove(app: App, ref: string | undefined, options: ListOptions): Promise<void> {
  const ids = await chooseMany(app, { noun: "company", ref, options });
  const details = ids.map((id) => companyDetail(app.writer(), id));
  const [first] = details;
  await confirm(
    app,
    "Delete " + (details.length === 1 && first ? first.name : details.length + " companies"),
  );
  backUpBeforeMany(app, "delete", ids.length);
  app.write((db) => {
    for (const id of ids) deleteCompany(db, id);
    return oneOrAll(details);
  });
  await wrote(app, "Deleted", details);
}

async function wrote(app: App, verb: string, details: readonly CompanyDetail[]): Promise<void> {
  await app.wrote(whatWasDone(verb, "company", details), companyFields, oneOrAll(details));
}
