import { companies } from "./companies.mjs";
import { people } from "./people.mjs";
import { addDays, csv, random, today, workday } from "./random.mjs";

/** What is sold by talking: title, lowest and highest amount in hundreds. */
const offers = [
  ["Office coffee plan", 12, 48],
  ["Espresso machine", 24, 78],
  ["House blend", 30, 90],
  ["Coffee corner", 18, 60],
  ["Barista course for the team", 6, 14],
  ["Machine service plan", 5, 12],
  ["Gift boxes", 4, 22],
  ["Coffee bar at the fair", 9, 30],
];
const reasons = ["price", "price", "price", "no answer", "chose a machine with pads", "postponed", "budget"];
const rivals = ["Röstwerk", "Bohnenhof", ""];
const openStages = ["lead", "lead", "qualified", "qualified", "proposal"];
const owners = ["mara", "mara", "ben"];

/** Those that the guide speaks of; days count from the end of the story. */
const told = [
  {
    title: "Espresso machine",
    domain: "linden.example",
    stage: "proposal",
    amount: 4800,
    since: 24,
    close: 9,
  },
  { title: "Gift boxes", domain: "haas.example", stage: "qualified", amount: 1200, since: 12, close: 13 },
  { title: "Coffee corner", domain: "softwerk.example", stage: "lead", amount: 3600, since: 5, close: 40 },
];

function toldDeal({ title, domain, stage, amount, since, close }) {
  const person = people.find(({ company }) => company?.domain === domain);
  const created = addDays(today, -since);
  return {
    title,
    person,
    stage,
    status: "open",
    amount,
    created,
    close: addDays(today, close),
    owner: "mara",
    source: "referral",
  };
}

function randomDeal(company, dice) {
  const { between, chance, pick } = dice;
  const person = pick(people.filter((one) => one.company === company));
  const [title, low, high] = pick(offers);
  const created = addDays(today, -(chance(30) ? between(3, 32) : between(60, 640)));
  const ends = workday(addDays(created, between(9, 75)));
  const isOpen = ends >= today;
  const status = isOpen ? "open" : chance(58) ? "won" : "lost";
  const stage = status === "won" ? "proposal" : pick(openStages);
  const reason = status === "lost" ? pick(reasons) : "";
  return {
    title,
    person,
    stage,
    status,
    amount: between(low, high) * 100,
    created,
    close: isOpen ? addDays(today, between(-6, 60)) : ends,
    closed: isOpen ? "" : ends,
    reason,
    rival: reason === "price" ? pick(rivals) : "",
    owner: pick(owners),
    source: pick(["referral", "fair", "web site", "call"]),
  };
}

function makeDeals() {
  const dice = random(58);
  const plenty = companies.flatMap((company) =>
    Array.from({ length: dice.between(1, 3) }, () => randomDeal(company, dice)),
  );
  const sorted = plenty.sort((a, b) => (a.created < b.created ? -1 : a.created > b.created ? 1 : 0));
  const cups = () => dice.between(2, 40) * 10;
  return [...told.map(toldDeal), ...sorted].map((deal, at) => ({
    closed: "",
    reason: "",
    rival: "",
    ...deal,
    id: "D" + (101 + at),
    cups: dice.chance(60) ? cups() : "",
  }));
}

export const deals = makeDeals();

export function dealFile() {
  const header =
    "Deal ID,Deal name,Email,Company,Stage,Status,Amount,Currency,Created,Close date,Closed,Lost reason,Competitor,Owner,Source,Cups a day".split(
      ",",
    );
  const rows = deals.map((deal) => [
    deal.id,
    deal.title,
    deal.person.email,
    deal.person.company.name,
    deal.stage,
    deal.status,
    deal.amount,
    deal.person.company.currency,
    deal.created,
    deal.close,
    deal.closed,
    deal.reason,
    deal.rival,
    deal.owner,
    deal.source,
    deal.cups,
  ]);
  return csv(header, rows);
}
