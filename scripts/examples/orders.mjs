import { currencyIn } from "./companies.mjs";
import { people } from "./people.mjs";
import { addDays, csv, daysBetween, money, random, today, workday } from "./random.mjs";

/** Article number, name and price in cents; in pounds it is nine tenths of that. */
export const goods = {
  espresso: ["ES-1000", "Espresso 1 kg", 2400],
  filter: ["FI-1000", "Filter roast 1 kg", 2900],
  decaf: ["DE-1000", "Decaf 1 kg", 2700],
  oat: ["OA-0006", "Oat drink, 6 cartons", 1980],
  tablets: ["CL-0100", "Cleaning tablets", 1400],
  service: ["SV-0001", "Machine service", 18000],
  smallEspresso: ["ES-0250", "Espresso 250 g", 850],
  smallFilter: ["FI-0250", "Filter roast 250 g", 950],
  papers: ["PA-0100", "Filter papers", 650],
  grinder: ["GR-0001", "Hand grinder", 8900],
  course: ["CO-0001", "Barista course", 12000],
  box: ["BX-0001", "Gift box", 3200],
};

/** Days from one order to the next, and how many of a hundred customers leave after each one. */
const rhythm = { café: [15, 1], hotel: [24, 2], shop: [30, 3], office: [33, 3], home: [46, 12] };

function linesFor(kind, day, { between, chance }) {
  if (kind === "home") return homeLines(day, { between, chance });
  const scale = kind === "café" ? between(8, 16) : kind === "hotel" ? between(5, 12) : between(2, 6);
  const lines = [["espresso", scale]];
  if (chance(kind === "office" ? 40 : 55)) lines.push(["filter", Math.ceil(scale / 3)]);
  if (chance(20)) lines.push(["decaf", between(1, 3)]);
  if (kind === "café" && chance(60)) lines.push(["oat", between(2, 6)]);
  if (chance(12)) lines.push(["tablets", between(1, 2)]);
  if (chance(4)) lines.push(["service", 1]);
  if (day.slice(5, 7) === "12" && chance(40)) lines.push(["box", between(3, 15)]);
  return lines;
}

function homeLines(day, { between, chance }) {
  const isFilter = chance(45);
  const lines = [[isFilter ? "smallFilter" : "smallEspresso", between(1, 4)]];
  if (isFilter && chance(50)) lines.push(["papers", 1]);
  if (chance(5)) lines.push(["grinder", 1]);
  if (chance(5)) lines.push(["course", between(1, 2)]);
  if (day.slice(5, 7) === "12" && chance(50)) lines.push(["box", between(1, 4)]);
  return lines;
}

function ordersOf(person, dice) {
  const kind = person.company?.kind ?? "home";
  const [gap, leaving] = rhythm[kind];
  const orders = [];
  let day = addDays(today, -person.since + dice.between(0, 14));
  while (daysBetween(day, today) > 0) {
    const date = kind === "home" ? day : workday(day);
    if (date < today) orders.push({ person, date, lines: linesFor(kind, date, dice) });
    if (dice.chance(leaving)) break;
    day = addDays(day, gap + dice.between(-Math.floor(gap / 3), Math.floor(gap / 2)));
  }
  return orders;
}

/** One person buys for a company; at home three of four have bought something. */
function buyers({ chance }) {
  const seen = new Set();
  return people.filter(({ company }) => {
    if (company === undefined) return chance(75);
    const isFirst = !seen.has(company);
    seen.add(company);
    return isFirst;
  });
}

export function makeOrders() {
  const dice = random(37);
  return buyers(dice)
    .flatMap((person) => ordersOf(person, dice))
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
    .map((order, at) => ({ ...order, number: "R-" + (1001 + at), isRefunded: dice.chance(2) }));
}

export function orderFile() {
  const header = "Order,Customer,Email,Date,Product,SKU,Quantity,Price,Currency,Refunded".split(",");
  const rows = makeOrders().flatMap(({ number, person, date, lines, isRefunded }) =>
    lines.map(([key, quantity], at) => {
      const [sku, product, cents] = goods[key];
      const currency = currencyIn(person.city);
      const price = currency === "GBP" ? (cents * 9) / 10 : cents;
      const refunded = isRefunded && at === 0 ? money(price) : "";
      return [
        number,
        person.id,
        person.email,
        date,
        product,
        sku,
        quantity,
        money(price),
        currency,
        refunded,
      ];
    }),
  );
  return csv(header, rows);
}
