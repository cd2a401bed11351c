import { parties, selling } from "./synonyms-selling.ts";

/**
 * The column names that are understood, in English, German, French and Spanish. Letter case, accents, blanks and
 * `_ - . /` do not count, so "e-mail address" stands for "E_Mail-Address" too. What is nearest to the field's own
 * name comes first. A name stands under one field of a noun only.
 */
export const synonyms = {
  contacts: {
    externalId:
      "id, record id, contact id, person id, customer id, customer, client id, external id, key, customer number, customer no, kundennummer, kunden nr, kd nr, kunden id, mitgliedsnummer, mitglieds nr, mitgl nr, member id, member no, member number, kontakt id, numero client, id client, id contact, id cliente, numero de cliente, id contacto, uid",
    name: "name, full name, display name, contact name, contact, person, person name, customer name, client name, vollständiger name, kontakt, ansprechpartner, kundenname, vor und nachname, vor und zuname, vorname nachname, name vorname, nom complet, nom et prénom, nom du contact, nombre completo, nombre y apellidos, nombre del contacto, contacto",
    firstName:
      "first name, given name, forename, first, vorname, prénom, nombre, nombre de pila, primer nombre",
    middleName:
      "middle name, middle names, additional name, second name, zweiter vorname, deuxième prénom, segundo nombre",
    lastName:
      "last name, surname, family name, last, nachname, familienname, zuname, nom, nom de famille, apellido, apellidos",
    email:
      "email, email address, mail, mail address, primary email, emails, email id, email value, e mail adresse, mailadresse, courriel, adresse email, adresse mail, adresse électronique, mél, correo, correo electrónico, dirección de correo, dirección de correo electrónico, email de contacto",
    phone:
      "phone, phone number, phones, phone numbers, phone value, telephone, telephone number, tel, tel no, phone no, primary phone, contact number, telefon, telefonnummer, rufnummer, tel nr, numéro de téléphone, teléfono, número de teléfono",
    company:
      "company, company name, organization, organisation, organization name, organisation name, account, account name, employer, business, business name, associated company, firma, firmenname, unternehmen, organisationsname, arbeitgeber, société, entreprise, nom de la société, raison sociale, employeur, empresa, compañía, nombre de la empresa, organización, razón social",
    otherCompanies: "other companies, further companies, weitere firmen, autres sociétés, otras empresas",
    role: "role, job title, position, job, title, job position, function, occupation, organization title, jobtitel, stelle, berufsbezeichnung, funktion, beruf, poste, fonction, titre du poste, profession, intitulé du poste, cargo, puesto, puesto de trabajo, función",
    department:
      "department, dept, division, organization department, abteilung, service, département, departamento",
    street:
      "street, street address, address, address line, address street, mailing street, mailing address, street name, postal address, street and number, straße, anschrift, adresse, straße und hausnummer, straße hausnummer, straße nr, rue, voie, adresse postale, adresse de rue, calle, dirección, domicilio, dirección postal",
    postalCode:
      "postal code, postcode, zip, zip code, zip postal code, postal, mailing zip, mailing postal code, mailing zip postal code, address postal code, postleitzahl, plz, code postal, cp, código postal",
    city: "city, town, locality, city town, mailing city, address city, ort, stadt, wohnort, ville, commune, localité, ciudad, localidad, población, municipio",
    region:
      "region, state, province, state region, state province, county, mailing state, mailing state province, address state, address region, bundesland, kanton, canton, provincia, comunidad autónoma, estado provincia",
    country:
      "country, country region, country name, country code, mailing country, address country, nation, land, staat, pays, país",
    tags: "tags, tag, labels, label, categories, category, groups, group, group membership, keywords, segment, schlagworte, schlagwörter, stichwörter, kategorien, kategorie, gruppe, gruppen, étiquettes, étiquette, catégorie, mots clés, groupes, etiquetas, etiqueta, categorías, categoría, grupos, palabras clave",
    birthday:
      "birthday, birth date, date of birth, dob, geburtstag, geburtsdatum, geb datum, geb am, geboren am, anniversaire, date de naissance, cumpleaños, fecha de nacimiento",
    link: "website, website value, web page, url, link, links, homepage, web, web address, website url, linkedin, linkedin url, linkedin profile, profile url, webseite, internetseite, internet, site web, site internet, lien, sitio web, página web, enlace",
    note: "note, notes, comment, comments, description, remarks, remark, memo, about, notiz, notizen, bemerkung, bemerkungen, anmerkung, anmerkungen, kommentar, beschreibung, remarque, remarques, commentaire, commentaires, nota, notas, comentario, comentarios, observaciones, descripción",
    source:
      "source, lead source, original source, origin, channel, quelle, herkunft, lead quelle, origine, provenance, fuente, origen",
    owner:
      "owner, contact owner, assigned to, assigned user, assigned user name, responsible, account manager, sales rep, salesperson, besitzer, zuständig, betreuer, verantwortlich, bearbeiter, propriétaire, responsable, commercial, attribué à, propietario, asignado a",
    created:
      "created, created at, created on, create date, created date, date created, creation date, created time, date added, added, added on, person created, connected on, customer since, erstellt, erstellt am, angelegt am, erstellungsdatum, kunde seit, créé le, date de création, creado, creado el, fecha de creación, fecha de alta",
    language: "language, preferred language, locale, sprache, langue, idioma",
    lifecycle: "lifecycle, lifecycle stage, lebenszyklus, lebenszyklusphase",
    dates: "yearly dates, anniversaries",
    yearlyDate: "yearly date",
    cadence: "in touch every",
    preferredChannel: "preferred contact method, bevorzugter kanal, canal préféré, canal preferido",
    companyId: "associated company ids, company id, account id, organization id, organisation id, firmen id",
    bornYear: "birth year, year of birth, geburtsjahr",
    bornMonth: "birth month",
    bornDay: "day of birth",
    refuseEmail:
      "email opt out, opt out, opted out, opted out of email, has opted out of email, do not email, no emails, unsubscribed, unsubscribed from all email, unsub time, keine emails, abgemeldet, désabonné",
    refuseCall:
      "do not call, do not phone, no calls, phone opt out, nicht anrufen, ne pas appeler, no llamar",
    refuseChat: "do not text, sms opt out, no sms",
    refuseLetter: "do not mail, no letters",
    acceptEmail: "accepts email marketing, accepts marketing, email marketing consent, marketing status",
    acceptChat: "accepts sms marketing, accepts whatsapp marketing",
  },
  companies: {
    externalId:
      "id, record id, company id, organization id, organisation id, account id, external id, key, customer number, customer id, firmen id, kundennummer, kunden nr, id société, id entreprise, numero client, id empresa, numero de cliente",
    name: "name, company, company name, organization, organisation, organization name, organisation name, account, account name, business, business name, firma, firmenname, unternehmen, unternehmensname, nom, société, entreprise, nom de la société, raison sociale, empresa, nombre, nombre de la empresa, compañía, razón social",
    domain: "domain, domain name, company domain, company domain name, email domain, domaine, dominio",
    website:
      "website, web page, url, website url, homepage, web, link, webseite, internetseite, internet, site web, site internet, sitio web, página web",
    industry:
      "industry, sector, line of business, branche, industrie, secteur, secteur d activité, industria, ramo",
    employees:
      "employees, number of employees, employee count, no of employees, headcount, company size, size, mitarbeiter, mitarbeiterzahl, anzahl mitarbeiter, effectif, effectifs, nombre d employés, salariés, empleados, número de empleados",
    phone:
      "phone, phone number, telephone, telephone number, tel, office phone, main phone, telefon, telefonnummer, numéro de téléphone, teléfono, número de teléfono",
    email: "email, email address, mail, e mail adresse, courriel, adresse email, correo, correo electrónico",
    street:
      "street, street address, address, address line, billing street, billing address, address street, straße, anschrift, adresse, straße und hausnummer, rue, adresse postale, calle, dirección, domicilio",
    postalCode:
      "postal code, postcode, zip, zip code, zip postal code, billing postal code, billing zip, billing zip postal code, address postal code, postleitzahl, plz, code postal, cp, código postal",
    city: "city, town, locality, billing city, address city, ort, stadt, sitz, ville, commune, ciudad, localidad, población",
    region:
      "region, state, province, state region, state province, county, billing state, billing state province, address state, bundesland, kanton, canton, provincia",
    country:
      "country, country region, country name, country code, billing country, address country, land, staat, pays, país",
    tags: "tags, tag, labels, label, categories, category, groups, group, schlagworte, kategorien, kategorie, étiquettes, catégorie, etiquetas, categorías, categoría",
    owner:
      "owner, company owner, account owner, assigned to, assigned user, account manager, sales rep, besitzer, zuständig, betreuer, verantwortlich, propriétaire, responsable, commercial, propietario, asignado a",
    note: "note, notes, comment, comments, description, remarks, about, notiz, notizen, bemerkung, bemerkungen, anmerkung, anmerkungen, kommentar, beschreibung, remarque, remarques, commentaire, commentaires, nota, notas, comentarios, observaciones, descripción",
    created:
      "created, created at, created on, create date, created date, date created, creation date, created time, date added, erstellt, erstellt am, angelegt am, créé le, date de création, creado, creado el, fecha de creación",
  },
  orders: {
    number:
      "order number, order, order id, order no, number, nummer, nr, invoice, invoice number, invoice no, invoice id, id, transaction id, transaction, receipt number, purchase id, reference, ref, bestellnummer, bestell nr, bestellung, auftragsnummer, auftrag, rechnungsnummer, rechnung, rechnungs nr, commande, numéro de commande, no de commande, facture, numéro de facture, pedido, número de pedido, factura, número de factura",
    customer:
      "customer, customer id, customer number, customer no, client, client id, contact, contact id, person id, user id, account id, buyer, member id, kunde, kundennummer, kunden nr, kunden id, id client, numero client, cliente, id cliente, número de cliente, contacto",
    email:
      "email, email address, mail, customer email, contact email, billing email, e mail adresse, courriel, adresse email, correo, correo electrónico",
    name: "name, customer name, client name, contact name, full name, buyer name, billing name, kundenname, käufer, nom, nom du client, nombre, nombre del cliente",
    company:
      "company, company name, organization, organisation, account, account name, billing company, firma, unternehmen, société, entreprise, empresa, compañía",
    ownId: "record number of crm",
    date: "date, order date, purchase date, date of purchase, ordered at, ordered on, ordered, invoice date, transaction date, sale date, date of sale, paid at, paid on, created, created at, created on, create date, created date, datum, bestelldatum, kaufdatum, auftragsdatum, rechnungsdatum, bestellt am, date de commande, date d achat, date de facture, fecha, fecha de pedido, fecha de compra, fecha de factura",
    amount:
      "amount, total, order amount, order total, total amount, revenue, sum, value, order value, grand total, total price, net amount, gross amount, spend, sales, turnover, betrag, summe, gesamtbetrag, gesamt, umsatz, wert, bestellwert, rechnungsbetrag, endbetrag, montant, montant total, chiffre d affaires, importe, importe total, monto, valor, ingresos, ventas",
    unitPrice:
      "price, unit price, item price, price each, preis, einzelpreis, stückpreis, prix, prix unitaire, precio, precio unitario",
    currency: "currency, currency code, währung, devise, monnaie, moneda, divisa",
    acceptEmail: "accepts marketing, accepts email marketing, buyer accepts marketing",
    quantity:
      "quantity, qty, units, count, items, pieces, number of items, menge, anzahl, stück, stückzahl, quantité, qté, nombre d articles, cantidad, cant, unidades",
    product:
      "product, product name, item, item name, article, service, produkt, artikel, artikelname, produktname, bezeichnung, produit, désignation, nom du produit, producto, artículo, nombre del producto",
    sku: "sku, product id, product code, item number, item no, article number, artikelnummer, artikel nr, produktnummer, référence produit, code produit, código de producto, código de artículo",
    refunded:
      "refunded amount, amount refunded, refunded, refund, refund amount, refunds, erstattet, erstattung, rückerstattung, gutschrift, remboursé, montant remboursé, remboursement, reembolso, reembolsado, importe reembolsado",
    note: "note, notes, comment, comments, description, remarks, memo, notiz, notizen, bemerkung, bemerkungen, anmerkung, kommentar, beschreibung, remarque, remarques, commentaire, commentaires, nota, notas, comentario, comentarios, observaciones, descripción",
    source:
      "source, channel, sales channel, origin, quelle, kanal, vertriebskanal, origine, canal, fuente, origen",
    owner:
      "owner, order owner, assigned to, responsible, account manager, sales rep, salesperson, besitzer, zuständig, betreuer, verantwortlich, bearbeiter, propriétaire, responsable, commercial, propietario, asignado a",
  },
  deals: {
    externalId:
      "id, record id, deal id, opportunity id, external id, key, geschäft id, id affaire, id opportunité, id oportunidad, id negocio",
    title:
      "title, deal title, deal name, deal, name, opportunity, opportunity name, subject, titel, geschäft, geschäftsname, verkaufschance, bezeichnung, projekt, projektname, project, project name, titre, affaire, nom de l affaire, opportunité, nom de l opportunité, título, negocio, nombre del negocio, oportunidad, nombre de la oportunidad",
    contact:
      "contact, contact person, contact name, person, customer, customer name, client, client name, primary contact, associated contact, full name, kontakt, ansprechpartner, kunde, kontaktperson, personne, contact principal, contacto, persona de contacto, cliente",
    otherContacts:
      "other contacts, further contacts, additional contacts, secondary contacts, also with, weitere kontakte, weitere ansprechpartner, autres contacts, otros contactos",
    contactId:
      "contact id, person id, contact person id, customer id, client id, associated contact ids, kontakt id, kundennummer, id contact, id client, id contacto, id cliente",
    email:
      "email, email address, mail, contact email, customer email, e mail adresse, courriel, adresse email, correo, correo electrónico",
    company:
      "company, company name, organization, organisation, organization name, account, account name, associated company, firma, unternehmen, société, entreprise, empresa, compañía",
    companyId: "associated company ids, company id, account id, organization id, organisation id",
    stage:
      "stage, deal stage, sales stage, pipeline stage, phase, verkaufsphase, stufe, étape, étape de vente, etapa, fase, etapa de venta",
    pipeline: "pipeline, sales pipeline, deal pipeline, vertriebspipeline, embudo",
    amount:
      "amount, value, deal value, deal amount, opportunity amount, total, revenue, expected revenue, sum, price, betrag, wert, summe, auftragswert, umsatz, montant, valeur, importe, valor, monto",
    currency:
      "currency, currency code, currency of value, amount currency, währung, devise, monnaie, moneda, divisa",
    probability:
      "probability, win probability, chance, likelihood, wahrscheinlichkeit, abschlusswahrscheinlichkeit, probabilité, probabilidad",
    closeDate:
      "close date, expected close date, expected close, closing date, estimated close date, abschluss, abschlussdatum, erwartetes abschlussdatum, voraussichtlicher abschluss, date de clôture, date de clôture prévue, fecha de cierre, fecha de cierre prevista, fecha estimada de cierre",
    createdDate:
      "created, created at, created on, create date, created date, date created, creation date, deal created, created time, open date, opened, erstellt, erstellt am, angelegt am, erstellungsdatum, créé le, date de création, creado, creado el, fecha de creación",
    closedDate:
      "closed, closed at, closed on, closed date, date closed, deal closed on, actual close date, geschlossen am, clôturé le, cerrado el",
    wonDate: "won, won at, won on, won date, won time, date won, gewonnen am, gagné le, ganado el",
    lostDate: "lost, lost at, lost on, lost date, lost time, date lost, verloren am, perdu le, perdido el",
    status: "status, deal status, state, outcome, result, ergebnis, statut, résultat, estado, resultado",
    lostReason:
      "lost reason, loss reason, reason, closed lost reason, reason lost, verlustgrund, grund, raison de la perte, motif, motif de perte, motivo, motivo de pérdida, razón de pérdida",
    competitor:
      "competitor, lost to, competitors, wettbewerber, mitbewerber, konkurrent, concurrent, competidor",
    owner:
      "owner, deal owner, opportunity owner, assigned to, assigned user, sales rep, salesperson, besitzer, zuständig, verantwortlich, verkäufer, propriétaire, responsable, commercial, propietario, asignado a, vendedor",
    source:
      "source, lead source, original source, origin, channel, source origin, quelle, herkunft, origine, provenance, fuente, origen",
    tags: "tags, tag, labels, label, categories, category, schlagworte, kategorien, étiquettes, etiquetas",
    note: "note, notes, comment, comments, description, remarks, next step, notiz, notizen, bemerkung, bemerkungen, anmerkung, kommentar, beschreibung, remarque, remarques, commentaire, commentaires, nota, notas, comentario, comentarios, observaciones, descripción",
  },
  activities: {
    externalId:
      "id, record id, activity id, engagement id, external id, key, aktivität id, id activité, id actividad",
    kind: "kind, type, activity type, engagement type, task type, channel, art, typ, kanal, aktivitätstyp, type d activité, canal, tipo, tipo de actividad",
    date: "date, happened at, when, activity date, timestamp, date time, datetime, start, start date, start time, started at, occurred at, done time, completed at, logged at, datum, datum uhrzeit, zeitpunkt, wann, beginn, date et heure, fecha, fecha y hora, inicio",
    time: "time, clock, uhrzeit, heure, hora",
    contact:
      "contact, contacts, contact name, contact person, person, name, full name, with, who, customer, client, lead, kontakt, kontakte, ansprechpartner, mit, kunde, personne, avec, contacto, contactos, con, cliente",
    ...parties,
    subject: "subject, title, summary, betreff, titel, objet, sujet, titre, asunto, título",
    body: "body, text, note, notes, description, comment, comments, content, details, message, call notes, notiz, notizen, beschreibung, inhalt, bemerkung, kommentar, texte, remarque, commentaire, nota, notas, texto, descripción, comentario",
    direction: "direction, in out, inbound outbound, call direction, richtung, sens, dirección, sentido",
    minutes:
      "minutes, duration, duration minutes, call duration, length, dauer, dauer minuten, minuten, durée, durée minutes, duración, duración minutos, minutos",
    outcome: "outcome, result, call outcome, call result, disposition, ergebnis, résultat, resultado",
  },
  followups: {
    externalId: "id, record id, task id, activity id, external id, key, aufgabe id, id tâche, id tarea",
    title:
      "title, task, task name, task title, subject, follow up, to do, todo, reminder, what, activity, titel, aufgabe, betreff, was, titre, tâche, objet, rappel, título, tarea, asunto, recordatorio",
    due: "due date, due, due on, date, deadline, reminder date, when, fällig, fällig am, fälligkeit, fälligkeitsdatum, datum, termin, wann, échéance, date d échéance, date, vence, vencimiento, fecha de vencimiento, fecha, fecha límite",
    dueAt: "due at, due time, due date time, reminder time, at",
    zone: "due zone, time zone, timezone, zone, zeitzone, fuseau horaire, zona horaria",
    kind: "kind, type, task type, activity type, channel, art, typ, aufgabentyp, type de tâche, tipo, tipo de tarea",
    contact:
      "contact, contact name, contact person, person, name, for, with, who, customer, client, lead, kontakt, ansprechpartner, für, mit, kunde, personne, pour, avec, contacto, para, con, cliente",
    ...parties,
    priority: "priority, importance, priorität, wichtigkeit, priorité, prioridad",
    status:
      "status, state, done, completed, is completed, complete, closed, stand, erledigt, statut, état, terminé, fait, estado, hecho, completado",
    doneAt:
      "done at, completed at, completed on, completion date, done time, date completed, completed date, erledigt am, abgeschlossen am, terminé le, fait le, completado el",
    note: "note, notes, description, comment, comments, body, details, notiz, notizen, beschreibung, bemerkung, kommentar, remarque, commentaire, description de la tâche, nota, notas, descripción, comentario",
    created:
      "created, created at, created on, create date, created date, date created, erstellt, erstellt am, créé le, creado el, fecha de creación",
  },
  ...selling,
} as const;
