import { UserError } from "../errors.ts";

/** An http or https address; anything else, such as a file, is refused. `name` is what an error calls it. */
export function parseWebAddress(name: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url;
  throw new UserError(
    "usage",
    name + ': "' + text + '" is no web address',
    "write one such as https://hooks.example/crm",
  );
}
