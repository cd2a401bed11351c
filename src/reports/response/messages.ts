import type { Db } from "../../store/db.ts";
import type { Where } from "../../store/list.ts";
import { isAnswer } from "../activity.ts";
import { eachActivity, onceEach, typed } from "../activity-rows.ts";
import { secondsOf } from "../local-time.ts";
import { partEnd, wholeNumber } from "../packed.ts";
import { greatest } from "../quantiles.ts";

/** What was said, in either direction, with one contact. */
export interface Message {
  readonly kind: string;
  readonly owner: string | null;
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly at: number;
}

export interface Exchange {
  readonly asked: Message;
  readonly answer: Message | undefined;
}

/** What many messages have in common. */
interface Kept {
  readonly kind: string;
  readonly owner: string | null;
  readonly isQuestion: boolean;
}

/** One behind the other: millions of objects would take the memory, and the time, of the whole report. */
interface Messages {
  readonly contacts: number[];
  readonly seconds: number[];
  readonly kept: Kept[];
}

/** Each question before `end` with its first answer; contact by contact, in order of time. */
export function* exchanges(db: Db, end: string, where: Where | undefined): IterableIterator<Exchange> {
  const all = messagesOf(db, end, where);
  const { contacts, seconds, kept } = all;
  const message = (i: number): Message => ({ ...kept[i]!, at: seconds[i]! });
  let asked = -1;
  for (const i of inOrder(all)) {
    if (asked !== -1 && contacts[asked] !== contacts[i]) {
      yield { asked: message(asked), answer: undefined };
      asked = -1;
    }
    if (kept[i]!.isQuestion) asked = asked === -1 ? i : asked;
    else if (asked !== -1) {
      yield { asked: message(asked), answer: message(i) };
      asked = -1;
    }
  }
  if (asked !== -1) yield { asked: message(asked), answer: undefined };
}

/** "2026-03-02T09:00:00Z", the contact, and what is kept, in parts. */
const row = [
  "activity.happened_at || activity_contact.contact_id",
  "activity.kind",
  "coalesce(activity.direction, '')",
  typed("activity.owner"),
  typed("activity.outcome"),
].join(" || '" + partEnd + "' || ");

function messagesOf(db: Db, end: string, where: Where | undefined): Messages {
  const all: Messages = { contacts: [], seconds: [], kept: [] };
  const kept = onceEach(keptOf);
  const rows = { row, ofContacts: true, notes: false, start: "", end, where };
  eachActivity(db, rows, (text, from, to) => {
    const middle = text.indexOf(partEnd, from + 20);
    all.contacts.push(wholeNumber(text, from + 20, middle));
    all.seconds.push(secondsOf(text, from));
    all.kept.push(kept(text.slice(middle + 1, to)));
  });
  return all;
}

function keptOf(text: string): Kept {
  const [kind = "", direction = "", owner = "", ...outcome] = text.split(partEnd);
  return {
    kind,
    owner: owner || null,
    isQuestion: isQuestion(kind, direction, outcome.join(partEnd) || null),
  };
}

/** A message that came in, or a call from outside that nobody took. */
function isQuestion(kind: string, direction: string, outcome: string | null): boolean {
  if (direction !== "in" || kind === "meeting" || kind === "visit") return false;
  return kind !== "call" || (outcome !== null && !isAnswer(outcome));
}

/** Places of the messages by contact, of each contact by time and then as they were noted. */
function inOrder({ contacts, seconds }: Messages): Int32Array {
  const ends = new Int32Array((greatest(contacts) ?? 0) + 2);
  for (const id of contacts) ends[id + 1] = ends[id + 1]! + 1;
  for (let id = 1; id < ends.length; id++) ends[id] = ends[id]! + ends[id - 1]!;
  const places = new Int32Array(contacts.length);
  for (const [i, id] of contacts.entries()) {
    places[ends[id]!] = i;
    ends[id] = ends[id]! + 1;
  }
  const byTime = (a: number, b: number) => seconds[a]! - seconds[b]! || a - b;
  for (let id = 1, start = 0; id < ends.length - 1; start = ends[id]!, id++) {
    const own = places.subarray(start, ends[id]!);
    if (!own.every((place, i) => i === 0 || seconds[own[i - 1]!]! <= seconds[place]!)) own.sort(byTime);
  }
  return places;
}
