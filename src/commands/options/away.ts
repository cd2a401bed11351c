import { UserError } from "../../errors.ts";
import { pluralOf } from "../../print.ts";

/** What a change takes away from records, by the option that names it. */
export interface Away {
  readonly note: (option: string, text: string, wasThere: boolean) => void;
  /** Refuses the change when something was there with none of the records. */
  readonly check: (ids: readonly number[]) => void;
}

/** To be noted record by record: of several records those that have it are changed, the others need not have it. */
export function takingAway(noun: string): Away {
  const met = new Map<string, { readonly option: string; readonly text: string; readonly found: boolean }>();
  return {
    note: (option, text, wasThere) => {
      const key = option + " " + text;
      met.set(key, { option, text, found: wasThere || met.get(key)?.found === true });
    },
    check: (ids) => {
      const missing = [...met.values()].find(({ found }) => !found);
      if (missing === undefined) return;
      const whose = ids.length === 1 ? noun + " " + ids[0] + " has no" : noHave(noun, ids.length);
      throw new UserError(
        "refused",
        missing.option + ": " + whose + ' "' + missing.text + '"',
        "see: crm " + noun + (ids.length === 1 ? " show " + ids[0] : " list"),
      );
    },
  };
}

function noHave(noun: string, count: number): string {
  return "none of the " + count + " " + pluralOf(noun) + " has";
}
