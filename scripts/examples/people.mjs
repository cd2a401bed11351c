import { companies, countryOf, phoneIn } from "./companies.mjs";
import { addDays, csv, plain, random, today } from "./random.mjs";

const firsts =
  "Anna Bela Carla David Elif Emil Felix Greta Hanna Hugo Ida Ilker Jonas Judith Karim Karl Leyla Lina Luca Malik Marta Mia Nadia Nora Olivia Oskar Paul Pia Rosa Samir Sara Selma Sofia Theo Till Tom Vera Viktor Yara Zoë".split(
    " ",
  );
const lasts =
  "Adler Bergmann Brandt Castell Demir Duarte Ebert Fuchs Haas Hartwig Iversen Jansen Kaya Keller Kowal Lind Lorenz Marsh Moreau Nowak Okafor Osei Pavlov Quast Reuter Roth Sander Schenk Tanaka Thiel Uhl Vale Vogt Weber Winter Yilmaz Ziegler".split(
    " ",
  );
const roles = {
  café: ["Owner", "Head barista", "Shift lead"],
  office: ["Office manager", "Managing director", "Buyer", "Team lead", "Accountant"],
  hotel: ["Food and beverage manager", "Buyer", "Front office", "Owner"],
  shop: ["Owner", "Buyer"],
};

/** People whom the guide speaks of. */
const known = {
  "acme.example": ["Jane Roe", "Head of Marketing"],
  "okafor.example": ["Tom Okafor", "Buyer"],
  "linden.example": ["Lena Vogt", "Owner"],
  "mueller-soehne.example": ["Zoë Müller", "Office manager"],
};

function nameMaker({ pick }) {
  const taken = new Set(Object.values(known).map(([name]) => name));
  return () => {
    for (;;) {
      const name = pick(firsts) + " " + pick(lasts);
      if (taken.has(name)) continue;
      taken.add(name);
      return name;
    }
  };
}

function atCompanies(dice, newName) {
  return companies.flatMap((company) => {
    const jobs = roles[company.kind];
    const staff = company.kind === "office" ? dice.between(3, 5) : Math.min(jobs.length, dice.between(2, 4));
    return Array.from({ length: staff }, (_, at) => {
      const [name, role] = (at === 0 && known[company.domain]) || [newName(), jobs[at]];
      const mail = name === "Jane Roe" ? "jane" : name.split(" ").map(plain).join(".");
      return {
        name,
        role,
        email: mail + "@" + company.domain,
        company,
        city: company.city,
        since: company.since,
      };
    });
  });
}

function atHome(dice, newName, many) {
  const cities = ["Berlin", "Berlin", "Berlin", "Hamburg", "Köln", "Frankfurt", "München", "London"];
  return Array.from({ length: many }, () => {
    const name = newName();
    const email = name.split(" ").map(plain).join(".") + "@" + dice.pick(["mail", "post"]) + ".example";
    return {
      name,
      role: "",
      email,
      company: undefined,
      city: dice.pick(cities),
      since: dice.between(10, 720),
    };
  });
}

function makePeople() {
  const dice = random(23);
  const newName = nameMaker(dice);
  const staff = atCompanies(dice, newName);
  const all = [...staff, ...atHome(dice, newName, 200 - staff.length)];
  return all.map((person, at) => ({
    ...person,
    id: "K" + String(at + 1).padStart(3, "0"),
    phone: dice.chance(85) ? phoneIn(person.city, at + 200) : "",
    birthday: birthdayOf(person, dice),
    source: person.company === undefined ? dice.pick(sources) : dice.pick(["referral", "fair", "web site"]),
    optOut: dice.chance(4),
    tags: tagsOf(person, dice),
    roast: dice.pick(["espresso", "filter", "both", ""]),
  }));
}

const sources = ["web site", "web site", "shop", "market", "referral"];

function birthdayOf({ name }, { chance, between }) {
  if (name === "Jane Roe") return "1986-03-04";
  if (name === "Lena Vogt") return "1988-11-24";
  return chance(30) ? addDays("1960-01-01", between(0, 15_000)) : "";
}

function tagsOf({ name, company }, { chance }) {
  const tags = [company?.kind ?? "home"];
  if (name === "Jane Roe" || (company !== undefined && chance(8))) tags.push("vip");
  if (chance(company === undefined ? 45 : 25)) tags.push("newsletter");
  if (company === undefined && chance(15)) tags.push("tasting");
  return tags.join(";");
}

export const people = makePeople();

export function contactFile() {
  const header =
    "Customer ID,First name,Last name,Email,Phone,Company,Job title,City,Country,Tags,Birthday,Source,Customer since,Email opt out,Roast".split(
      ",",
    );
  const rows = people.map((person) => [
    person.id,
    ...person.name.split(" "),
    person.email,
    person.phone,
    person.company?.name ?? "",
    person.role,
    person.city,
    countryOf(person.city),
    person.tags,
    person.birthday,
    person.source,
    addDays(today, -person.since),
    person.optOut ? "yes" : "",
    person.roast,
  ]);
  return csv(header, rows);
}
