import { UserError } from "../errors.ts";

const plain = /^[\w.+-]{1,64}@(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z]{2,63}$/i;
const named = /^[^<>]*<([^<>]*)>$/;
const forbiddenLocal = /[\s\p{C}<>()[\]\\,;:"@]/u;
const label = /^[\p{L}\p{N}\p{M}](?:[\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?$/u;

/**
 * The address as typed, without blanks around it and without `Name <...>` or `mailto:`; names of other scripts
 * (IDN) are allowed, quoted local parts and address literals are not.
 */
export function parseEmail(text: string): string {
  if (plain.test(text) && text.length <= 254) return text;
  const trimmed = text.trim();
  const address = (named.exec(trimmed)?.[1] ?? trimmed).replace(/^mailto:/i, "").trim();
  const why = faultOf(address);
  if (why === undefined) return address;
  throw new UserError(
    "usage",
    `"${trimmed.replace(/\s+/g, " ")}" is no email address: ${why}.`,
    "Write it like jane@acme.example.",
  );
}

/** True of what `parseEmail` would give back as it is: what stands in a file that somebody sends need not be one. */
export function isEmail(address: string): boolean {
  return faultOf(address) === undefined;
}

/** Addresses separated by commas; one at least. */
export function parseEmails(text: string): string[] {
  return text.split(",").map(parseEmail);
}

/** The form in which addresses are compared: letter case and Unicode composition make no difference. */
export function emailKey(text: string): string {
  return text.trim().normalize("NFC").toLowerCase();
}

function faultOf(address: string): string | undefined {
  const at = address.lastIndexOf("@");
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  if (at < 0) return "it has no @";
  if (local === "") return "nothing stands before the @";
  if (forbiddenLocal.test(local))
    return "a blank, a second @ or a mark that is not allowed stands before the @";
  if (local.length > 64 || address.length > 254) return "it is too long";
  return domainFault(domain);
}

function domainFault(domain: string): string | undefined {
  const labels = domain.split(".");
  const isName = labels.every((part) => part.length <= 63 && label.test(part));
  if (!isName) return `"${domain}" is no domain`;
  const last = labels.at(-1) ?? "";
  if (labels.length === 1 && last.toLowerCase() !== "localhost")
    return `"${domain}" has no ending such as .com`;
  return labels.length > 1 && !/\p{L}/u.test(last) ? `"${domain}" is no domain` : undefined;
}
