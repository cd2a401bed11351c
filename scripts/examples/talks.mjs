import { deals } from "./deals.mjs";
import { people } from "./people.mjs";
import { addDays, csv, daysBetween, random, today, workday } from "./random.mjs";

const steps = [
  [
    "call",
    "out",
    "interested",
    ["Asked what they drink now", "Wants to taste first", "Has a machine on lease until spring"],
  ],
  ["email", "out", "", ["Sent the price list", "Sent the quote", "Sent the dates of the next tasting"]],
  [
    "meeting",
    "",
    "interested",
    ["Tasting at their place, liked the filter roast", "Looked at the room for the machine"],
  ],
  ["visit", "out", "", ["Brought samples: espresso and decaf", "Measured the water: hard, needs a filter"]],
  ["call", "out", "no answer", ["Nobody there", "Left a message"]],
  ["letter", "out", "", ["Contract by post", "Christmas card with the new price list"]],
  ["note", "", "", ["Talks to Röstwerk too", "Decides together with the accountant"]],
];
const questions = [
  "Which grind for a filter machine?",
  "Can the delivery come on Friday?",
  "Is the decaf back?",
  "One bag was torn",
];
const answers = ["Answered, sent the tip sheet", "Moved the delivery", "Yes, since Monday", "Sent a new one"];

function clock({ between }) {
  return String(between(8, 17)).padStart(2, "0") + ":" + String(between(0, 11) * 5).padStart(2, "0");
}

function ofDeal(deal, dice) {
  const last = deal.closed === "" ? addDays(today, -1) : deal.closed;
  const span = Math.max(1, daysBetween(deal.created, last));
  return Array.from({ length: dice.between(2, 5) }, (_, at) => {
    const [kind, direction, outcome, texts] = at === 0 ? steps[dice.between(0, 1)] : dice.pick(steps);
    const day = workday(addDays(deal.created, Math.min(span, at * Math.ceil(span / 5))));
    const minutes =
      kind === "call" && outcome !== "no answer" ? dice.between(3, 25) : kind === "meeting" ? 60 : "";
    const { person, owner, id } = deal;
    return {
      day,
      time: clock(dice),
      kind,
      direction,
      outcome,
      minutes,
      person,
      deal: id,
      text: dice.pick(texts),
      owner,
    };
  });
}

/** A question of a customer and the answer to it, hours or days later. */
function ofCustomer(person, dice) {
  const kind = dice.pick(["chat", "email", "email", "call"]);
  const day = workday(addDays(today, -dice.between(1, Math.min(person.since, 400))));
  const hour = dice.between(8, 13);
  const about = dice.between(0, questions.length - 1);
  const common = { person, deal: "", kind, minutes: "", owner: dice.pick(["mara", "ben"]) };
  const asked = { ...common, day, time: hour + ":10", direction: "in", outcome: "", text: questions[about] };
  const later = dice.chance(75) ? day : workday(addDays(day, 1));
  const time =
    later === day ? dice.pick([hour + ":35", hour + ":50", hour + 1 + ":30", hour + 3 + ":20"]) : "9:40";
  const answered = { ...common, day: later, time, direction: "out", outcome: "done", text: answers[about] };
  return dice.chance(92) ? [asked, answered] : [asked];
}

function makeTalks() {
  const dice = random(71);
  const all = [...deals.flatMap((deal) => ofDeal(deal, dice))];
  for (const person of people) if (dice.chance(45)) all.push(...ofCustomer(person, dice));
  const timed = all.map((talk) => ({ ...talk, at: talk.day + " " + talk.time.padStart(5, "0") }));
  return timed.filter(({ day }) => day < today).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

export function activityFile() {
  const header = "When,Type,Email,Deal ID,Direction,Minutes,Outcome,Text,Owner".split(",");
  const rows = makeTalks().map((talk) => [
    talk.at,
    talk.kind,
    talk.person.email,
    talk.deal,
    talk.direction,
    talk.minutes,
    talk.outcome,
    talk.text,
    talk.owner,
  ]);
  return csv(header, rows);
}

const tasks = [
  ["send the quote", "email"],
  ["send the dates of the tasting", "email"],
  ["ask how the tasting was", "call"],
  ["call about the delivery", "call"],
  ["bring samples", "visit"],
  ["check the water filter", "visit"],
];

function task(deal, { due, done }, dice) {
  const [title, type] = dice.pick(tasks);
  const priority = dice.chance(20) ? "high" : "normal";
  const status = done === "" ? "open" : "done";
  return [title, due, deal.person.email, deal.id, type, priority, status, done, deal.created, deal.owner];
}

/** The first step of a deal, done in time or late. */
function done(deal, dice) {
  const due = workday(addDays(deal.created, dice.between(2, 6)));
  const day = dice.chance(75) ? due : workday(addDays(due, dice.between(1, 6)));
  return day < today ? [task(deal, { due, done: day + " 16:00" }, dice)] : [];
}

/** The next step of an open deal: one today, three overdue, the others in the next weeks. */
function coming(deal, at, dice) {
  const later = workday(addDays(today, dice.between(1, 20)));
  const due = at === 0 ? today + " 11:00" : at < 4 ? addDays(today, -at) : later;
  return task(deal, { due, done: "" }, dice);
}

export function followupFile() {
  const dice = random(89);
  const header = "Task,Due date,Email,Deal ID,Type,Priority,Status,Done at,Created,Owner".split(",");
  const past = deals.filter(({ created }) => created > "2025-09-01").flatMap((deal) => done(deal, dice));
  const open = deals.filter(({ closed }) => closed === "");
  return csv(header, [...past, ...open.map((deal, at) => coming(deal, at, dice))]);
}
