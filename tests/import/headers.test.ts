import { describe, expect, it } from "vitest";
import { knownHeader, mapHeaders, type Noun } from "../../src/import/headers.ts";

/** "Name: field:label 2" for each column, "-" for one that is not used. */
function mapped(noun: Noun, header: string): string[] {
  return mapHeaders(noun, header.split(",")).columns.map((target) => {
    if (target === null) return "-";
    return [target.field, target.label, target.index].filter((part) => part !== undefined).join(" ");
  });
}

describe("orders", () => {
  it("of the two sample files are understood", () => {
    expect(mapped("orders", "customer,date,quantity,amount")).toEqual([
      "customer",
      "date",
      "quantity",
      "amount",
    ]);
    expect(mapped("orders", "customer_id,order_date,revenue")).toEqual(["customer", "date", "amount"]);
  });

  it("need a date, an amount and somebody", () => {
    expect(mapHeaders("orders", ["sku", "note"]).missing).toEqual([
      "date",
      "amount or unitPrice",
      "customer, email, name or company",
    ]);
    expect(mapHeaders("orders", ["E-Mail", "Bestelldatum", "Betrag (EUR)"]).missing).toEqual([]);
  });
});

describe("contacts", () => {
  it("know the several emails, phones and addresses by their labels and numbers", () => {
    const header =
      "E-mail Address,E-mail 2 Address,Work Email,Phone (mobile),Business Phone 2,Home Fax,Handy,Home Street,Business City,Email (privat)";
    expect(mapped("contacts", header)).toEqual([
      "email",
      "email 2",
      "email work",
      "phone mobile",
      "phone work 2",
      "phone fax",
      "phone mobile",
      "street home",
      "city work",
      "email home",
    ]);
  });

  it.each([
    ["Vorname,Nachname,E-Mail-Adresse,Straße,PLZ,Ort,Land,Geburtstag,Notizen", "German"],
    ["Prénom,Nom,Adresse e-mail,Rue,Code postal,Ville,Pays,Date de naissance,Remarques", "French"],
    [
      "Nombre,Apellidos,Correo electrónico,Calle,Código postal,Ciudad,País,Fecha de nacimiento,Notas",
      "Spanish",
    ],
    [
      "first_name,LASTNAME,e.mail,Mailing Street,Zip/Postal Code*,TOWN,countryRegion,Birth-Date,comments",
      "English",
    ],
  ])("are understood: %s (%s)", (header) => {
    expect(mapped("contacts", header)).toEqual([
      "firstName",
      "lastName",
      "email",
      "street",
      "postalCode",
      "city",
      "country",
      "birthday",
      "note",
    ]);
  });

  it("need only one of name, email, phone and company", () => {
    expect(mapHeaders("contacts", ["Mobile", "City"]).missing).toEqual([]);
    expect(mapHeaders("contacts", ["id", "City"]).missing).toEqual([
      "name, firstName, lastName, email, phone or company",
    ]);
  });
});

describe("two columns for one field", () => {
  it("the nearer name wins, then the first, and the other is not used", () => {
    const { columns, unused } = mapHeaders("deals", [
      "Total",
      "Amount",
      "Amount (EUR)",
      "Deal Name",
      "Gizmo",
    ]);
    expect(columns.map((target) => target?.field ?? null)).toEqual([null, "amount", null, "title", null]);
    expect(unused).toEqual(["Total", "Amount (EUR)", "Gizmo"]);
    expect(mapHeaders("contacts", ["Notes", "Notes (2)"]).unused).toEqual(["Notes (2)"]);
  });

  it("of which a record can have several are both used", () => {
    expect(mapped("contacts", "Email,Mail,Tags,Labels")).toEqual(["email", "email", "tags", "tags"]);
  });
});

describe("deals and companies", () => {
  it("of a known product are understood", () => {
    const deals =
      "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Deal owner,Create Date,Associated Company";
    expect(mapped("deals", deals)).toEqual([
      "externalId",
      "title",
      "stage",
      "pipeline",
      "amount",
      "closeDate",
      "owner",
      "createdDate",
      "company",
    ]);
    const companies =
      "Company name,Company Domain Name,Website URL,Industry,Number of Employees,Country/Region";
    expect(mapped("companies", companies)).toEqual([
      "name",
      "domain",
      "website",
      "industry",
      "employees",
      "country",
    ]);
  });

  it("a name that says nothing is not known", () => {
    const known = knownHeader("contacts");
    expect(["Email", "Lead Status", "", "***", "Anna"].map(known)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it("of German sheets: a project is a deal, and a tax number beside a customer number is no id", () => {
    expect(mapped("deals", "Projekt,Kunde,Betrag,Abschluss")).toEqual([
      ...["title", "contact", "amount", "closeDate"],
    ]);
    expect(mapped("contacts", "Kd-Nr.,Ansprechpartner,UID")).toEqual(["externalId", "name", "-"]);
    expect(mapped("contacts", "UID,Name")).toEqual(["externalId", "name"]);
    expect(mapped("payments", "Rechnungs-Nr.,Rechnungsdatum,Datum,Bezahlt am,Betrag")).toEqual([
      ...["invoice", "-", "-", "paidDate", "amount"],
    ]);
  });
});
