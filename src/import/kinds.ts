import type { ActivityKind } from "../store/activity.ts";
import type { Channel } from "../store/contact.ts";
import { type Col, readCell } from "./columns.ts";

/** What other products and languages call the kinds of what is done with people. */
const words: Readonly<Record<ActivityKind, string>> = {
  call: "call, phone, phone call, anruf, telefonat, appel, llamada, outbound call, inbound call",
  email: "email, e-mail, mail, sent email, e mail, courriel, correo",
  meeting:
    "meeting, appointment, event, demo, lunch, termin, besprechung, treffen, réunion, rendez-vous, reunión, cita",
  note: "note, notes, task, to do, todo, to-do, comment, other, notiz, aufgabe, remarque, tâche, nota, tarea, deadline",
  letter: "letter, postal mail, post, fax, brief, lettre, carta",
  chat: "chat, message, sms, text, whatsapp, linkedin message, nachricht, mensaje",
  visit: "visit, site visit, besuch, visite, visita",
};

const kinds = new Map<string, ActivityKind>();

/** The kind that a cell names; null for an empty one. */
export function channelOf(cells: readonly string[], col: Col | undefined): ActivityKind | null {
  const wrong = "is none of " + Object.keys(words).join(", ");
  return readCell(cells, col, { wrong, sort: "is no kind of activity", read: kindIn });
}

function kindIn(text: string): ActivityKind | undefined {
  if (kinds.size === 0) {
    for (const [kind, list] of Object.entries(words)) {
      for (const word of list.split(", ")) kinds.set(word, kind as ActivityKind);
    }
  }
  return kinds.get(text.toLowerCase().replaceAll("_", " "));
}

/** What a person is reached or a campaign carried by; an advertisement reaches nobody in particular, and is none of these. */
export const channelWords: Readonly<Record<Channel, RegExp>> = {
  call: /^(?:call|calls|phone|telephone|telemarketing|telefon|anruf|téléphone|teléfono|llamada)$/i,
  email: /^(?:e-?mail|mail|newsletter|mailing|courriel|correo)$/i,
  meeting:
    /^(?:meeting|event|conference|webinar|trade ?show|fair|seminar|workshop|messe|veranstaltung|tagung|salon|événement|feria|evento)$/i,
  letter: /^(?:letter|direct mail|post|postal mail|print mailing|brief|postwurf|lettre|courrier|carta)$/i,
  chat: /^(?:chat|sms|text|whatsapp|message|mensaje)$/i,
  visit: /^(?:visit|door to door|besuch|visite|visita)$/i,
};

/** The one of our words that a cell means in other words; null for an empty cell. */
export function wordOf<Word extends string>(
  cells: readonly string[],
  col: Col | undefined,
  words: Readonly<Record<Word, RegExp>>,
): Word | null {
  const own = Object.keys(words) as Word[];
  const read = (text: string) => own.find((word) => words[word].test(text.replaceAll("_", " ")));
  return readCell(cells, col, { wrong: "is none of " + own.join(", "), sort: "is an unknown word", read });
}
