import type { App } from "../../app.ts";
import { listPayments, paymentFields } from "../../store/payment.ts";
import { listRelations } from "../../store/relation.ts";
import { relationColumns } from "../relation.ts";

/** What belongs to records of several nouns, or to others', as rows with every column. */
export async function partRows(app: App, kind: "payments" | "relations"): Promise<void> {
  const db = app.read();
  if (kind === "payments") return app.print(whole(paymentFields), [...listPayments(db)]);
  const rows = listRelations(db).map((row) => ({ ...row }));
  await app.print(whole(relationColumns), rows);
}

function whole<Column extends object>(columns: readonly Column[]): (Column & { detail: false })[] {
  return columns.map((column) => ({ ...column, detail: false }));
}
