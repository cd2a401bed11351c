import type { Noun } from "./headers.ts";
import type { Layout } from "./product.ts";
import { crm } from "./products/crm.ts";
import { espocrm } from "./products/espocrm.ts";
import { google } from "./products/google.ts";
import { hubspot } from "./products/hubspot.ts";
import { linkedin } from "./products/linkedin.ts";
import { mailchimp } from "./products/mailchimp.ts";
import { outlook } from "./products/outlook.ts";
import { pipedrive } from "./products/pipedrive.ts";
import { salesforce } from "./products/salesforce.ts";
import { shopify } from "./products/shopify.ts";
import { stripe } from "./products/stripe.ts";
import { suitecrm } from "./products/suitecrm.ts";
import { thunderbird } from "./products/thunderbird.ts";
import { zoho } from "./products/zoho.ts";

/** Every layout that is recognised by its column names. */
export const layouts: readonly Layout[] = [
  ...crm,
  ...hubspot,
  ...pipedrive,
  ...salesforce,
  ...zoho,
  ...google,
  ...outlook,
  ...linkedin,
  ...stripe,
  ...shopify,
  ...mailchimp,
  ...espocrm,
  ...suitecrm,
  ...thunderbird,
];

/** What --from takes. */
export const products: readonly string[] = [...new Set(layouts.map(({ product }) => product))];

const plain = (name: string) => name.trim().toLowerCase();

/** How many of a layout's own column names a header has. */
function hits(layout: Layout, names: ReadonlySet<string>): number {
  return layout.signature.filter((name) => names.has(plain(name))).length;
}

/** The layout of which a header has most of the own names, and enough of them; of equals that of the noun. */
export function recognise(header: readonly string[], noun: Noun): Layout | null {
  const names = new Set(header.map(plain));
  const score = (layout: Layout) => hits(layout, names) + (layout.noun === noun ? 0.5 : 0);
  const isOther = ({ never = [] }: Layout) => never.some((name) => names.has(plain(name)));
  const found = layouts.filter((layout) => hits(layout, names) >= layout.atLeast && !isOther(layout));
  return found.sort((a, b) => score(b) - score(a))[0] ?? null;
}

/** The layout of a product that fits a header best, even when it does not fit well; null: it has none of that noun. */
export function layoutFrom(product: string, header: readonly string[], noun: Noun): Layout | null {
  const names = new Set(header.map(plain));
  const own = layouts.filter((layout) => layout.product === product && layout.noun === noun);
  return own.sort((a, b) => hits(b, names) - hits(a, names))[0] ?? null;
}

const own = new Map<Noun, Set<string>>();

/** Whether a column name is one of a product's, which finds the header below a preamble. */
export function isProductHeader(noun: Noun): (name: string) => boolean {
  const known =
    own.get(noun) ??
    new Set(
      layouts.filter((layout) => layout.noun === noun).flatMap((layout) => layout.signature.map(plain)),
    );
  own.set(noun, known);
  return (name) => known.has(plain(name));
}
