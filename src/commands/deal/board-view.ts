import { clean } from "../../output/clean.ts";
import { formatMoney, type Look } from "../../output/format.ts";
import { plainStyle } from "../../output/style.ts";
import { textWidth, truncate, wrap } from "../../output/width.ts";
import type { BoardDeal, BoardStage } from "../../store/board.ts";
import { daysBetween, localDate } from "../../values/date.ts";

interface Board {
  readonly name: string;
  readonly look: Look;
  /** The local day. */
  readonly today: string;
  /** The deal that the keys act on, marked so that it is seen without colour. */
  readonly chosen?: number | undefined;
}

const gap = 2;
/** Below this, or where an amount does not fit, the stages stand one under the other. */
const narrowest = 13;
const cardsShown = 8;

/** The stages side by side for a person, each with its count, its sums and its deals. No line is wider than the look. */
export function boardView(stages: readonly BoardStage[], board: Board): string {
  const { bold } = board.look.style ?? plainStyle;
  const width = board.look.width ?? 80;
  const share = Math.min(30, Math.floor((width - gap * (stages.length - 1)) / stages.length));
  const head = bold(truncate(clean(board.name), width, "…")) + "\n";
  if (share >= Math.max(narrowest, widestAmount(stages, board.look)))
    return head + sideBySide(stages, { width: share, board });
  const blocks = stages.map((stage) => stageParts(stage, { width, board }).flat());
  return head + blocks.map((lines) => lines.join("\n") + "\n").join("\n");
}

function widestAmount(stages: readonly BoardStage[], look: Look): number {
  const amounts = stages.flatMap(({ sums, deals }) => [...sums, ...deals.slice(0, cardsShown)]);
  return Math.max(
    0,
    ...amounts.map(({ amountMinor, currency }) => money(amountMinor ?? 0, currency, look).length),
  );
}

interface Room {
  readonly width: number;
  readonly board: Board;
}

/** Titles, sums and cards each begin on the same line in every column. */
function sideBySide(stages: readonly BoardStage[], room: Room): string {
  const columns = stages.map((stage) => stageParts(stage, room));
  const heights = [0, 1, 2].map((part) => Math.max(...columns.map((parts) => parts[part]?.length ?? 0)));
  const lines = heights.flatMap((height, part) =>
    Array.from({ length: height }, (_, y) =>
      columns
        .map((parts) => padded(parts[part]?.[y] ?? "", room.width))
        .join(" ".repeat(gap))
        .trimEnd(),
    ),
  );
  return lines.map((line) => line + "\n").join("");
}

/** A line may hold colour at its end only, which `textWidth` would count. */
function padded(line: string, width: number): string {
  const bare = line.replace(/\u001b\[\d+m/g, "");
  return line + " ".repeat(Math.max(0, width - textWidth(bare)));
}

/** A stage's title, its sums (one a currency) and its cards, as lines. */
function stageParts({ stage, deals, sums }: BoardStage, { width, board }: Room): string[][] {
  const month = stage.kind === "open" ? "" : " this month";
  const { bold } = board.look.style ?? plainStyle;
  const title = wrap(clean(stage.name) + month + " (" + deals.length + ")", width);
  const amounts = sums
    .filter((sum) => sum.amountMinor !== 0)
    .map((sum) => money(sum.amountMinor, sum.currency, board.look));
  const from = Math.max(0, deals.findIndex((deal) => deal.id === board.chosen) + 1 - cardsShown);
  const cards = deals
    .slice(from, from + cardsShown)
    .flatMap((deal) => ["", ...card(deal, { stage, width, board })]);
  const more = deals.length > cardsShown ? ["", "+ " + (deals.length - cardsShown) + " more"] : [];
  return [title.map((line) => bold(line)), amounts, [...cards, ...more]];
}

interface Place extends Room {
  readonly stage: BoardStage["stage"];
}

/** "#3 Website, Acme" on at most two lines, then amount and days in the stage; "!" when it rots. */
function card(deal: BoardDeal, { stage, width, board }: Place): string[] {
  const { look, today } = board;
  const style = look.style ?? plainStyle;
  const mark = deal.id === board.chosen ? ">" : "";
  const name = mark + "#" + deal.id + " " + deal.title + (deal.customer === null ? "" : ", " + deal.customer);
  const [first = "", ...rest] = wrap(clean(name), width);
  const second = rest.length === 0 ? [] : [truncate(rest.join(" "), width, "…")];
  const days = daysBetween(localDate(deal.sinceAt, look.zone), today);
  const isRotten = deal.isRotten === 1;
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
