/** Words beside the name of a field of which there can be several: "Work Email""Phone (mobile)""Home City". */
export const labelWords = {
  work: "work, business, office, company, professional, geschäft, geschäftlich, dienstlich, arbeit, büro, firma, travail, bureau, professionnel, pro, trabajo, oficina, profesional",
  home: "home, private, personal, privat, persönlich, domicile, personnel, privé, casa, particular",
  mobile:
    "mobile, mobile number, cell, cellular, cell number, mobil, mobilfunk, mobilnummer, handy, handynummer, portable, móvil, celular",
  other:
    "other, secondary, alternate, alternative, additional, second, andere, weitere, zweite, autre, secondaire, otro, secundario",
  fax: "fax, fax number, telefax, faxnummer, télécopie",
} as const;

/** Fields of which a record can have several; a second column for any other field is not used. */
export const many: Readonly<Record<string, readonly string[]>> = {
  contacts: [
    "email",
    "phone",
    "link",
    "street",
    "postalCode",
    "city",
    "region",
    "country",
    "tags",
    "dates",
    "yearlyDate",
    "refuseEmail",
    "refuseCall",
    "refuseChat",
    "refuseLetter",
    "acceptEmail",
    "acceptChat",
  ],
  companies: ["street", "tags"],
  orders: [],
  deals: ["tags"],
  activities: ["email", "phone"],
  followups: ["email", "phone"],
  products: [],
  quotes: ["email", "phone"],
  campaigns: [],
  tickets: ["email", "phone"],
  invoices: [],
  agreements: [],
  surveys: [],
  payments: [],
};

/** What a record cannot do without: one field of each list. */
export const needed: Readonly<Record<string, readonly (readonly string[])[]>> = {
  contacts: [["name", "firstName", "lastName", "email", "phone", "company"]],
  companies: [["name"]],
  orders: [["date"], ["amount", "unitPrice"], ["customer", "email", "name", "company"]],
  deals: [["title"]],
  activities: [["date"], ["contact", "contactId", "email", "phone", "company", "deal"]],
  followups: [["title"], ["due", "dueAt"]],
  products: [["name", "sku"]],
  quotes: [
    ["number"],
    ["contact", "contactId", "email", "company", "deal"],
    ["lines", "product", "sku", "amount", "status", "validUntil"],
  ],
  campaigns: [["name"]],
  invoices: [["number"], ["contact", "customer", "email", "company"], ["amount"], ["issued"]],
  payments: [["invoice"], ["paidDate"], ["amount"]],
  agreements: [
    ["whose", "contact", "email", "company", "segment"],
    ["price", "discount", "perk"],
  ],
  surveys: [["name"]],
  tickets: [["title"], ["openedAt"], ["contact", "contactId", "email", "phone", "company"]],
};
