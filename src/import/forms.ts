import type { Form } from "./product.ts";

/** How texts of cells are mended before they are read. */
export const forms: Readonly<Record<Form, (text: string) => string>> = {
  /** LinkedIn writes " -" for no company. */
  blankDash: (text) => (/^\s*[-–]\s*$/.test(text) ? "" : text),
  googleLabels,
  jsonList,
  /** Mailchimp: `"VIP","Blog"`. */
  quotedTags: (text) => text.replace(/"/g, ""),
  /** 18 characters are 15 and a check that spares those who ignore letter case. */
  salesforceId: (text) => (/^[A-Za-z0-9]{18}$/.test(text.trim()) ? text.trim().slice(0, 15) : text),
  /** 0.05 of our own export is 5 %, and 1 is all of it. */
  share: (text) => (/^[\d.]+$/.test(text.trim()) ? Number((Number(text) * 100).toFixed(4)) + " %" : text),
};

/** "* myContacts ::: * coworkers" to "coworkers": the groups that Google makes itself say nothing. */
function googleLabels(text: string): string {
  const labels = text.split(":::").map((label) => label.replace(/^[*\s]+/, "").trim());
  return labels.filter((label) => !/^(my ?contacts|other contacts|starred|)$/i.test(label)).join("; ");
}

/** `["a","b"]` to "a; b"; a text that is no such list stays. */
function jsonList(text: string): string {
  if (!text.trim().startsWith("[")) return text;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.map(String).join("; ") : text;
  } catch {
    return text;
  }
}
