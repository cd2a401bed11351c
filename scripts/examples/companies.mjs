import { csv, random } from "./random.mjs";

/** Who buys coffee for others: name, domain, city, what it is, since when (days before the story's end). */
const list = [
  ["Acme GmbH", "acme", "Berlin", "office", 620],
  ["Okafor Media", "okafor", "London", "office", 560],
  ["Café Linden", "linden", "Frankfurt", "café", 700],
  ["Müller & Söhne", "mueller-soehne", "Köln", "office", 480],
  ["Studio Nord", "nord", "Hamburg", "office", 430],
  ["Blauwal AG", "blauwal", "Berlin", "office", 660],
  ["Haas Logistik", "haas", "Hamburg", "office", 340],
  ["Kaffeebar Morgenrot", "morgenrot", "Berlin", "café", 715],
  ["Zimt & Zucker", "zimt-zucker", "Hamburg", "café", 640],
  ["The Corner Cup", "cornercup", "London", "café", 500],
  ["Café Amsel", "amsel", "Köln", "café", 590],
  ["Buchcafé Lesezeit", "lesezeit", "Berlin", "café", 690],
  ["Petit Matin", "petitmatin", "Paris", "café", 410],
  ["Tante Frieda", "tante-frieda", "Hamburg", "café", 370],
  ["Kiosk am Kanal", "kanal", "Berlin", "café", 250],
  ["Bäckerei Holm", "holm", "Hamburg", "shop", 530],
  ["Konditorei Sommer", "sommer", "München", "shop", 300],
  ["Kanzlei Brandt", "kanzlei-brandt", "Frankfurt", "office", 610],
  ["Softwerk eG", "softwerk", "Berlin", "office", 220],
  ["Architektur Vier", "vier", "München", "office", 390],
  ["Duarte Design", "duarte", "Köln", "office", 160],
  ["Praxis am Park", "praxis-park", "Berlin", "office", 450],
  ["Lichtblick Verlag", "lichtblick", "Frankfurt", "office", 280],
  ["Hotel Ostwind", "ostwind", "Berlin", "hotel", 570],
  ["Pension Sonnenhof", "sonnenhof", "München", "hotel", 330],
  ["Harbour House", "harbourhouse", "London", "hotel", 240],
  ["Hotel Rheinblick", "rheinblick", "Köln", "hotel", 130],
  ["Feinkost Weber", "feinkost-weber", "Frankfurt", "shop", 520],
  ["Grüne Kiste", "gruenekiste", "Berlin", "shop", 200],
  ["Yoga Loft", "yogaloft", "Hamburg", "office", 90],
];

/** Numbers that the regulators of the three countries keep for films and books. */
const dialling = {
  Berlin: "+49 30 23125 ",
  Frankfurt: "+49 69 90009 ",
  Hamburg: "+49 40 66969 ",
  Köln: "+49 221 4710 ",
  München: "+49 89 99998 ",
  London: "+44 20 7946 0",
  Paris: "+33 1 99 00 1",
};

/** The fictional number of a city that ends in these three digits. */
export function phoneIn(city, ending) {
  const digits = String(ending).padStart(3, "0");
  return dialling[city] + (city === "Paris" ? digits[0] + " " + digits.slice(1) : digits);
}

export function countryOf(city) {
  return city === "London" ? "GB" : city === "Paris" ? "FR" : "DE";
}

export function currencyIn(city) {
  return city === "London" ? "GBP" : "EUR";
}

const streets = ["Lindenweg", "Am Markt", "Kanalstraße", "Gartenweg", "Bahnhofstraße", "Hafenstraße"];
const machines = {
  café: ["Linea two groups", "Linea three groups"],
  hotel: ["Linea two groups", "Automatic"],
};

export const companies = list.map(([name, domain, city, kind, since], at) => ({
  name,
  domain: domain + ".example",
  city,
  kind,
  /** The days before the end of the story on which it became a customer. */
  since,
  phone: phoneIn(city, 900 + at),
  currency: currencyIn(city),
}));

export function companyFile() {
  const { between, pick } = random(11);
  const rows = companies.map(({ name, domain, city, kind, phone }) => [
    name,
    domain,
    kind === "café" ? "Cafés" : kind === "hotel" ? "Hotels" : kind === "shop" ? "Food shops" : "Offices",
    kind === "office" ? between(8, 120) : between(3, 30),
    city === "London" || city === "Paris" ? "" : pick(streets) + " " + between(1, 90),
    city,
    countryOf(city),
    phone,
    kind,
    pick(machines[kind] ?? ["Automatic", "Filter", ""]),
  ]);
  const header = [
    "Company",
    "Domain",
    "Industry",
    "Employees",
    "Street",
    "City",
    "Country",
    "Phone",
    "Tags",
    "Machine",
  ];
  return csv(header, rows);
}
