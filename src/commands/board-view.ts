import { clean } from "../output/clean.ts";
import { formatMoney, type Look } from "../output/format.ts";
import { plainStyle } from "../output/style.ts";
import { textWidth, truncate, wrap } from "../output/width.ts";
import type { BoardDeal, BoardStage } from "../store/board.ts";
import { daysBetween, localDate } from "../values/date.ts";

interface Board {
  readonly name: string;
  readonly look: Look;
  /** The local day. */
  readonly today: string;
}

const gap = 2;
/** Below this a column is no use: the stages then stand one under the other. */
const narrowest = 13;
const cardsShown = 8;

/** The stages side by side for a person, each with its count, its sums and its deals. No line is wider than the look. */
export function boardView(stages: readonly BoardStage[], board: Board): string {
  const { bold } = board.look.style ?? plainStyle;
  const width = board.look.width ?? 80;
  const share = Math.min(30, Math.floor((width - gap * (stages.length - 1)) / stages.length));
  const head = bold(truncate(clean(board.name), width, "…")) + "\n";
  if (share >= narrowest) {
    return (
      head +
      sideBySide(
        stages.map((stage) => stageLines(stage, share, board)),
        share,
      )
    );
  }
  return head + stages.map((stage) => stageLines(stage, width, board).join("\n") + "\n").join("\n");
}

function sideBySide(columns: readonly (readonly string[])[], width: number): string {
  const height = Math.max(...columns.map((column) => column.length));
  const lines = Array.from({ length: height }, (_, y) =>
    columns
      .map((column) => padded(column[y] ?? "", width))
      .join(" ".repeat(gap))
      .trimEnd(),
  );
  return lines.map((line) => line + "\n").join("");
}

/** A line may hold colour at its end only, which `textWidth` would count. */
function padded(line: string, width: number): string {
  const bare = line.replace(/\u001b\[\d+m/g, "");
  return line + " ".repeat(Math.max(0, width - textWidth(bare)));
}

function stageLines({ stage, deals, sums }: BoardStage, width: number, board: Board): string[] {
  const month = stage.kind === "open" ? "" : " this month";
  const style = board.look.style ?? plainStyle;
  const title = wrap(clean(stage.name) + month + " (" + deals.length + ")", width);
  const amounts = sums
    .filter((sum) => sum.amountMinor !== 0)
    .map((sum) => money(sum.amountMinor, sum.currency, board.look));
  const cards = deals.slice(0, cardsShown).flatMap((deal) => ["", ...card(deal, { stage, width, board })]);
  const more = deals.length > cardsShown ? ["", "+ " + (deals.length - cardsShown) + " more"] : [];
  const lines = [...title.map((line) => style.bold(line)), ...amounts, ...cards, ...more];
  return lines.map((line) => line.trimEnd());
}

interface Place {
  readonly stage: BoardStage["stage"];
  readonly width: number;
  readonly board: Board;
}

/** "#3 Website, Acme" on at most two lines, then amount and days in the stage; "!" when they are too many. */
function card(deal: BoardDeal, { stage, width, board }: Place): string[] {
  const { look, today } = board;
  const style = look.style ?? plainStyle;
  const name = "#" + deal.id + " " + deal.title + (deal.customer === null ? "" : ", " + deal.customer);
  const [first = "", ...rest] = wrap(clean(name), width);
  const second = rest.length === 0 ? [] : [truncate(rest.join(" "), width, "…")];
  const days = daysBetween(localDate(deal.sinceAt, look.zone), today);
  const isRotten = stage.rotDays !== null && days > stage.rotDays;
  const amount = deal.amountMinor === null ? "" : money(deal.amountMinor, deal.currency, look);
  const age = stage.kind === "open" ? days + " d" + (isRotten ? " !" : "") : "";
  const aged = isRotten ? style.red(age) : age;
  const parts = [amount, aged].filter((part) => part !== "");
  const fits = textWidth(amount + "  " + age) <= width;
  return [first, ...second, ...(fits ? [parts.join("  ")] : parts)];
}

/** Whole amounts without their zeros: room is short here. */
function money(minor: number, currency: string, look: Look): string {
  return formatMoney(minor, currency, look.locale).replace(/[.,]00(?= )/, "");
}
