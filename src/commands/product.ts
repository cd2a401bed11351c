import type { Command } from "commander";
import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import { setCustomValues } from "../store/custom.ts";
import { productFields } from "../store/fields/product.ts";
import { addProduct, deleteProduct, editProduct, getProduct, type ProductDetail } from "../store/product.ts";
import { unlinkProduct } from "../store/product-link.ts";
import { backUpBeforeMany } from "./backup.ts";
import { chooseMany, oneOrAll, whatWasDone } from "./choose.ts";
import { listNoun } from "./list.ts";
import { takingAway } from "./options/away.ts";
import { customOf } from "./options/custom.ts";
import { collect, examples, filterOptions, type ListOptions, listOptions } from "./options.ts";
import { confirm, pick } from "./pick.ts";
import { productCard } from "./product/card.ts";
import { type ProductOptions, productDraft, productIds, productOptions } from "./product/draft.ts";

/** The commands of the noun product: what is sold. */
export function product(noun: Command, app: App): void {
  examples(
    productOptions(noun.command("add <name>").description("Add something that you sell")),
    'crm product add "Workshop, one day" --sku WS1 --price 1200 --cost 300 --unit day --tax 19',
    "crm product add Support --sku SUP --price 90 --recurring month --goes-with website",
  ).action((name: string, options: ProductOptions) => add(app, name, options));

  examples(
    listOptions(
      noun.command("list [filter...]").description("List products, all or those that fit a filter"),
    ),
    "crm product list 'price > 500' --sort -price",
    "crm product list 'recurring:empty' --fields sku,name,price,margin",
  ).action((words: string[], options: ListOptions) => listNoun(app, "product", words, options));

  examples(
    noun.command("show <product>").description("All about one product, by sku, name or id"),
    "crm product show website",
    "crm product show 1 --json",
  ).action((ref: string) => show(app, ref));

  examples(
    productOptions(
      filterOptions(noun.command("edit [product]").description("Change a product, or all that fit a filter")),
    )
      .option("--name <name>", "the name")
      .option("--unlink <product>", "take the links with this product away", collect),
    "crm product edit website --price 1300",
    "crm product edit --where 'sku ~ web' --tax 7 --yes",
  ).action((ref: string | undefined, options: ProductOptions & ListOptions) => edit(app, ref, options));

  examples(
    filterOptions(
      noun
        .command("delete [product]")
        .description("Delete a product that nothing names; --active no of crm product edit ends its sale"),
    ),
    "crm product delete website --yes",
    "crm product delete --where 'sku ~ web' --dry-run",
  ).action((ref: string | undefined, options: ListOptions) => remove(app, ref, options));
}

async function add(app: App, name: string, options: ProductOptions): Promise<void> {
  const change = await productDraft(app, { ...options, name });
  const added = app.write((db, at) => {
    const currency = app.currency();
    const draft = change({ currency, priceMinor: null, costMinor: null });
    const id = addProduct(db, { ...draft, row: { currency, ...draft.row } }, at);
    setCustomValues(db, { noun: "product", id }, customOf(options));
    return getProduct(db, id);
  });
  await app.wrote("Added product " + added.id + " " + added.name, productFields, added);
}

async function show(app: App, ref: string): Promise<void> {
  const db = app.read();
  const { id } = await pick(app, db, "product", ref);
  const shown = getProduct(db, id);
  await app.show(productFields, shown, (look) => productCard(shown, look));
}

async function edit(app: App, ref: string | undefined, options: ProductOptions & ListOptions): Promise<void> {
  if (Object.keys(options).every((key) => key === "where" || key === "segment")) {
    throw new UserError("usage", "nothing to change", "say what, such as --price 1300 or --active no");
  }
  const change = await productDraft(app, options);
  const unlinked = await productIds(app, options.unlink);
  const ids = await chooseMany(app, { noun: "product", ref, options, action: "Change" });
  const away = takingAway("product");
  const changed = app.write((db, at) => {
    const products = ids.map((id) => {
      for (const [place, other] of unlinked.entries())
        away.note("--unlink", options.unlink?.[place] ?? "", unlinkProduct(db, id, other));
      editProduct(db, id, { draft: change(getProduct(db, id)), at });
      setCustomValues(db, { noun: "product", id }, customOf(options));
      return getProduct(db, id);
    });
    away.check(ids);
    return products;
  });
  await wrote(app, "Changed", changed);
}

async function remove(app: App, ref: string | undefined, options: ListOptions): Promise<void> {
  const ids = await chooseMany(app, { noun: "product", ref, options });
  const gone = ids.map((id) => getProduct(app.writer(), id));
  const [first] = gone;
  await confirm(app, "Delete " + (gone.length === 1 && first ? first.name : gone.length + " products"));
  backUpBeforeMany(app, "delete", ids.length);
  app.write((db) => {
    for (const id of ids) deleteProduct(db, id);
    return oneOrAll(gone);
  });
  await wrote(app, "Deleted", gone);
}

async function wrote(app: App, verb: string, products: readonly ProductDetail[]): Promise<void> {
  await app.wrote(whatWasDone(verb, "product", products), productFields, oneOrAll(products));
}
