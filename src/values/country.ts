import { foldName } from "./name.ts";

/** ISO 3166-1 alpha-2, with XK (Kosovo), AC and TA (Ascension, Tristan da Cunha) as they are in use. */
const codes =
  "AC AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ " +
  "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO " +
  "FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE " +
  "JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO " +
  "MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW " +
  "PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TF TG TH TJ TK TL TM " +
  "TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

const aliases: readonly (readonly [string, string])[] = [
  ["uk", "GB"],
  ["great britain", "GB"],
  ["england", "GB"],
  ["scotland", "GB"],
  ["wales", "GB"],
  ["northern ireland", "GB"],
  ["usa", "US"],
  ["united states of america", "US"],
  ["america", "US"],
  ["holland", "NL"],
  ["the netherlands", "NL"],
  ["russian federation", "RU"],
  ["czech republic", "CZ"],
  ["republic of ireland", "IE"],
  ["korea", "KR"],
  ["uae", "AE"],
  ["hong kong", "HK"],
  ["macau", "MO"],
  ["turkey", "TR"],
  ["burma", "MM"],
  ["ivory coast", "CI"],
];

const known = new Set(codes.split(" "));
const languages = ["en", "de", "fr", "es", "it"];
let byName: Map<string, string> | undefined;

/**
 * The ISO code of a country given by its code or by its name in English, German, French, Spanish or Italian,
 * with or without accents; undefined: no such country. The names are built at the first one asked for (20 ms).
 */
export function countryCode(text: string): string | undefined {
  if (known.has(text)) return text;
  const word = text.trim();
  const upper = word.toUpperCase();
  if (known.has(upper)) return upper;
  byName ??= countryNames();
  return byName.get(nameKey(word));
}

function countryNames(): Map<string, string> {
  const names = new Map<string, string>();
  for (const language of languages) {
    const display = new Intl.DisplayNames([language], { type: "region", fallback: "none" });
    for (const code of known) {
      const name = display.of(code);
      if (name !== undefined) names.set(nameKey(name), code);
    }
  }
  for (const [name, code] of aliases) names.set(name, code);
  return names;
}

function nameKey(text: string): string {
  return foldName(text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[.'’]/g, ""));
}
