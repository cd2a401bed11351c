import { currenciesWith } from "../values/currency.ts";

/**
 * SQL for what the orders of one customer came to net in the database's currency, in minor units: 0 where nobody
 * bought, null where all was bought in other currencies.
 */
export function spentSql(customer: string): string {
  return (
    `(SELECT
      CASE
        WHEN count(*) > 0
          AND count(*) FILTER (WHERE currency = (SELECT value FROM setting WHERE key = 'currency')) = 0 THEN NULL
        ELSE coalesce(
          sum(amount_minor - refunded_minor)
            FILTER (WHERE currency = (SELECT value FROM setting WHERE key = 'currency')),
          0)
      END
    FROM sales_order
    WHERE ` +
    customer +
    ")"
  );
}

/** SQL for the same in every currency, each as "8000.00 CHF", joined as a field of type list is; null: no order. */
export function spentInSql(customer: string): string {
  return (
    "(SELECT string_agg(" +
    amountSql +
    ` || ' ' || currency, '\u001f' ORDER BY currency)
    FROM (
      SELECT currency, sum(amount_minor - refunded_minor) AS minor
      FROM sales_order
      WHERE ` +
    customer +
    `
      GROUP BY currency
    ))`
  );
}

const amountSql =
  "CASE WHEN currency IN (" +
  currenciesSql(0) +
  ") THEN CAST(minor AS TEXT) WHEN currency IN (" +
  currenciesSql(3) +
  ") THEN printf('%.3f', minor / 1000.0) WHEN currency IN (" +
  currenciesSql(4) +
  ") THEN printf('%.4f', minor / 10000.0) ELSE printf('%.2f', minor / 100.0) END";

/** The currencies with so many decimals, other than two, as SQL has them in a list. */
export function currenciesSql(digits: number): string {
  return "'" + currenciesWith(digits).join("', '") + "'";
}
