// Made-up people with known doubles: what a search for duplicates should find, and what it should leave alone.

/** A generator of numbers from 0 to 1 that gives the same ones for the same seed (mulberry32). */
export function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const nicknames = {
  William: "Bill",
  Robert: "Bob",
  Elizabeth: "Liz",
  Katherine: "Kate",
  Michael: "Mike",
  Thomas: "Tom",
  Johannes: "Hans",
  Margarete: "Gretel",
  Alexander: "Sasha",
  Andreas: "Andi",
  Christopher: "Chris",
  Daniel: "Dan",
  Edward: "Ted",
  Heinrich: "Heinz",
  James: "Jim",
  Jennifer: "Jenny",
  Joseph: "Joe",
  Maximilian: "Max",
  Nicholas: "Nick",
  Patricia: "Pat",
  Richard: "Dick",
  Susanne: "Susi",
  Stephen: "Steve",
};
const firsts = (
  "Anna Lena Mia Emma Jonas Paul Felix Laura Julia Sophie Lukas Leon Clara Nora Erik Ingrid Marta Pedro Luis Carla " +
  "Pierre Amelie Hugo Ines Piotr Agnieszka Olga Dmitri Yusuf Aylin Fatima Omar Wei Mei Priya Arjun Jürgen Günther " +
  "Zoë Chloé Renée Søren Åsa Björn Łukasz Karl Ida Noah Ruth Hannes Birgit Uwe Silke Torsten Heike Rainer Anke"
).split(" ");
const umlauts =
  "Müller Schröder Köhler Jäger Krüger Böhm Lüdtke Grünwald Höfer Bäcker Ünal Strößner Weiß Groß".split(" ");
const starts =
  "Ba Be Bra Da De Dro Fa Fe Ga Gro Ha He Hol Ja Ka Kle Kno La Le Lo Ma Me Mo Na Ne No Pa Pe Ra Re Ro Sa Se So Sta Ta Te Tro Va Ve Wa We Za Ze".split(
    " ",
  );
const middles =
  "ber der fel gen hol ker lan lin man mer nau nen pel ren ros sen ser sta ten ter tin var ven zel".split(
    " ",
  );
const ends = "mann berg er ow ski sen son ner stein feld hoff ler ing ova ez ini is eau".split(" ");
const streets = "Ufer Gasse Allee Ring Damm Markt Steig Winkel Platz Hain".split(" ");

/** Common things come often, rare ones seldom: of 6,000 last names the first is that of one in 77 people. */
function seldom(next, length) {
  return Math.floor(length * next() ** 2);
}

function pick(next, list) {
  return list[Math.floor(next() * list.length)];
}

function lastNames(next, count) {
  const names = new Set(umlauts);
  while (names.size < count) {
    const middle = next() < 0.6 ? pick(next, middles) : "";
    names.add(pick(next, starts) + middle + pick(next, ends));
  }
  return [...names].sort(() => next() - 0.5);
}

/**
 * So many contacts, and how many pairs of them are one person. Each carries `person`: the same for doubles. Among them
 * are families at one address and phone, firms with one switchboard, namesakes, and fathers and sons of one name.
 */
export function makePeople(count, seed = 1) {
  const next = random(seed);
  const lasts = lastNames(next, 6000);
  const all = [];
  let person = 0;
  const firmCount = Math.max(5, Math.round(count / 25));
  const firmOf = (number) => ({
    company: "Firma " + lasts[(number * 7) % lasts.length] + " " + number,
    domain: "f" + number + ".example",
    board: "+49 30 " + (20_000_000 + number * 13),
  });
  while (all.length < count) {
    const family = next() < 0.08 ? 2 + Math.floor(next() * 3) : 1;
    const home = {
      last: lasts[seldom(next, lasts.length)],
      street: pick(next, streets) + " " + (1 + Math.floor(next() * 200)),
      city: "Stadt " + seldom(next, 200),
      line: "+49 89 " + Math.floor(10_000_000 + next() * 89_999_999),
    };
    const names = [];
    for (let member = 0; member < family && all.length < count; member++) {
      person++;
      const first = family > 1 ? freshFirst(next, names) : firstName(next);
      names.push(first);
      const one = onePerson(next, {
        first,
        home,
        isFamily: family > 1,
        firm: next() < 0.7 ? firmOf(seldom(next, firmCount)) : null,
        person,
      });
      all.push(one);
      if (next() < 0.1 && all.length < count) all.push(doubleOf(next, one, firmOf(seldom(next, firmCount))));
    }
    if (family > 1 && next() < 0.05 && all.length < count) {
      const father = all.at(-1);
      person++;
      all.push({
        ...father,
        person,
        kind: "son of the same name",
        email: "",
        birthday: "19" + (60 + Math.floor(next() * 30)) + "-01-0" + (1 + Math.floor(next() * 9)),
      });
      if (father.birthday === "") father.birthday = "1940-05-0" + (1 + Math.floor(next() * 9));
    }
  }
  return all;
}

function firstName(next) {
  return next() < 0.35 ? pick(next, Object.keys(nicknames)) : firsts[seldom(next, firsts.length)];
}

/** Nobody in a family has another's name, nor one that could be short for it. */
function freshFirst(next, taken) {
  for (;;) {
    const first = firsts[Math.floor(next() * firsts.length)];
    if (taken.every((other) => other[0] !== first[0])) return first;
  }
}

function asciiOf(text) {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replaceAll("ß", "ss")
    .replaceAll("ø", "o")
    .replaceAll("Ł", "L")
    .replaceAll("ł", "l")
    .toLowerCase();
}

function onePerson(next, { first, home, isFamily, firm, person }) {
  const local = asciiOf(pick(next, [first + "." + home.last, first[0] + "." + home.last, first + home.last]));
  const direct = "+49 17" + Math.floor(10_000_000 + next() * 899_999_999);
  const phone = isFamily && next() < 0.7 ? home.line : firm !== null && next() < 0.35 ? firm.board : direct;
  return {
    person,
    kind: isFamily ? "family" : "single",
    first,
    last: home.last,
    email:
      next() < 0.8 ? local + "@" + (firm === null ? "mail" + (person % 40) + ".example" : firm.domain) : "",
    phone: next() < 0.75 ? phone : "",
    company: firm?.company ?? "",
    street: isFamily || next() < 0.5 ? home.street : "",
    city: isFamily || next() < 0.8 ? home.city : "",
    birthday:
      next() < 0.3
        ? "19" +
          (40 + Math.floor(next() * 60)) +
          "-" +
          String(1 + Math.floor(next() * 12)).padStart(2, "0") +
          "-" +
          String(1 + Math.floor(next() * 28)).padStart(2, "0")
        : "",
  };
}

/** One slip of the fingers: two neighbours swapped, a letter missing, doubled or another one; not in the first letter. */
function slip(next, word) {
  if (word.length < 4) return word + word.at(-1);
  const at = 1 + Math.floor(next() * (word.length - 2));
  const how = Math.floor(next() * 4);
  if (how === 0 && word[at] !== word[at + 1])
    return word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
  if (how === 1) return word.slice(0, at) + word.slice(at + 1);
  if (how === 2) return word.slice(0, at) + word[at] + word.slice(at);
  return (
    word.slice(0, at) +
    pick(
      next,
      "aeinrst".split("").filter((letter) => letter !== word[at]),
    ) +
    word.slice(at + 1)
  );
}

const spelled = (text) =>
  text.replaceAll("ü", "ue").replaceAll("ö", "oe").replaceAll("ä", "ae").replaceAll("ß", "ss");

/** What happens to a person who is written down a second time. */
const mishaps = {
  "typo in the last name": (next, one) => ({ ...one, last: slip(next, one.last) }),
  "typo in the first name": (next, one) => ({ ...one, first: slip(next, one.first) }),
  "typo in the email": (next, one) =>
    one.email === ""
      ? { ...one, last: slip(next, one.last) }
      : { ...one, phone: "", email: slip(next, one.email.split("@")[0]) + "@" + one.email.split("@")[1] },
  "names swapped": (_, one) => ({ ...one, first: one.last, last: one.first, email: "" }),
  nickname: (_, one) => ({ ...one, first: nicknames[one.first] ?? one.first, email: "" }),
  transliterated: (_, one) => ({
    ...one,
    first: spelled(one.first),
    last: asciiOf(one.last) === one.last.toLowerCase() ? one.last : spelled(one.last),
    phone: "",
  }),
  "without email": (_, one) => ({ ...one, email: "" }),
  "without phone": (_, one) => ({ ...one, phone: "", street: "" }),
  "name and company only": (_, one) => ({ ...one, email: "", phone: "", street: "", city: "", birthday: "" }),
  initial: (_, one) => ({ ...one, first: one.first[0] + ".", birthday: "" }),
  "moved to another company": (next, one, firm) => ({
    ...one,
    company: firm.company,
    email: one.email === "" ? "" : one.email.split("@")[0] + "@" + firm.domain,
    phone: next() < 0.6 ? one.phone : "",
  }),
};

function doubleOf(next, one, firm) {
  const kind = pick(next, Object.keys(mishaps));
  return { ...mishaps[kind](next, one, firm), kind, person: one.person };
}

export function csvOf(all) {
  const cell = (text) => (/[",\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text);
  const columns = ["first", "last", "email", "phone", "company", "street", "city", "birthday"];
  const header = "id,first_name,last_name,email,phone,company,street,city,birthday\n";
  const lines = all.map((one, at) =>
    [String(at + 1), ...columns.map((column) => one[column])].map(cell).join(","),
  );
  return header + lines.join("\n") + "\n";
}
