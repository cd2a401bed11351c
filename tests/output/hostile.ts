/** Texts that act on a terminal, and what a reader should get of each. */
export const hostile: Readonly<Record<string, { readonly text: string; readonly reads: string }>> = {
  "ESC colour": { text: "Jane\u001b[31;1mRoe\u001b[0m", reads: "JaneRoe" },
  "ESC clear screen": { text: "a\u001b[2J\u001b[Hb", reads: "ab" },
  "ESC reset": { text: "a\u001bcb", reads: "ab" },
  "ESC at the end": { text: "Jane\u001b", reads: "Jane" },
  "OSC title": { text: "a\u001b]0;owned\u0007b", reads: "ab" },
  "OSC 8 link": { text: "\u001b]8;;https://evil.example\u001b\\click\u001b]8;;\u001b\\", reads: "click" },
  "OSC without an end": { text: "a\u001b]0;Jane", reads: "a0;Jane" },
  "DCS body": { text: "a\u001bP+q544e\u001b\\b", reads: "ab" },
  "DCS inside DCS": { text: "a\u001bPtmux;\u001b\u001b]0;t\u0007\u001b\\b", reads: "atmux;b" },
  "C1 CSI": { text: "a\u009b31mb", reads: "ab" },
  "C1 OSC": { text: "a\u009d0;owned\u009cb", reads: "ab" },
  "C1 alone": { text: "a\u0080\u0084\u009fb", reads: "ab" },
  CR: { text: "paid\runpaid", reads: "paid unpaid" },
  BS: { text: "no\b\byes", reads: "noyes" },
  BEL: { text: "ring\u0007", reads: "ring" },
  NUL: { text: "a\u0000b", reads: "ab" },
  DEL: { text: "a\u007fb", reads: "ab" },
  tab: { text: "a\tb", reads: "a b" },
  newline: { text: "a\nb", reads: "a b" },
  "bidi override": { text: "invoice\u202efdp.exe", reads: "invoicefdp.exe" },
  "bidi isolate": { text: "\u2066a\u2069b\u200e\u200f", reads: "ab" },
  "bidi of old": { text: "\u206aa\u206db\u206f", reads: "ab" },
};

/** Everything that must never reach a terminal, `\n` apart. */
export const acting = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f]/;
