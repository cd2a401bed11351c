/** Whom something was or will be done with, and who does it. */
export const parties = {
  contactId:
    "contact id, contact ids, person id, lead id, who id, associated contact ids, kontakt id, id contact, id contacto",
  email:
    "email, email address, contact email, person email, mail, e mail adresse, courriel, adresse email, correo, correo electrónico",
  phone:
    "phone, phone number, contact phone, telephone, tel, telefon, telefonnummer, numéro de téléphone, teléfono",
  company:
    "company, company name, organization, organisation, account, account name, associated company, firma, unternehmen, société, entreprise, empresa",
  companyId: "company id, organization id, account id, associated company ids",
  deal: "deal, deal title, deal name, opportunity, opportunity name, associated deal, geschäft, verkaufschance, affaire, opportunité, negocio, oportunidad",
  dealId: "deal id, opportunity id, associated deal ids",
  owner:
    "owner, activity owner, task owner, assigned to, assigned user, user, created by, activity assigned to, zuständig, besitzer, verantwortlich, propriétaire, responsable, attribué à, propietario, asignado a",
} as const;

const { deal: _deal, dealId: _dealId, ...customer } = parties;

/** The column names of what is sold, offered, marketed and served; see synonyms.ts. */
export const selling = {
  products: {
    externalId: "id, product id, item id, external id, produkt id, id produit, id producto",
    sku: "sku, product code, item code, code, article number, item number, part number, artikelnummer, artikel nr, art nr, référence, ref, código, referencia",
    name: "name, product, product name, title, item, item name, service, produkt, produktname, artikel, bezeichnung, produit, désignation, producto, artículo",
    price:
      "price, unit price, list price, net price, sales price, rate, preis, einzelpreis, verkaufspreis, listenpreis, prix, prix unitaire, precio, precio unitario",
    cost: "cost, unit cost, cost price, purchase price, einkaufspreis, kosten, selbstkosten, coût, prix d'achat, coste, precio de compra",
    currency: "currency, currency code, währung, devise, moneda",
    unit: "unit, unit of measure, uom, einheit, mengeneinheit, unité, unidad",
    recurring:
      "recurring, billing frequency, billing period, interval, wiederkehrend, abrechnung, récurrence, recurrencia",
    tax: "tax, tax rate, vat, vat rate, sales tax, mwst, ust, steuersatz, tva, taux de tva, iva",
    isActive: "active, aktiv, actif, activo",
    goesWith: "goes with",
    upgradeOf: "upgrade of",
    note: "note, notes, description, comment, beschreibung, notiz, bemerkung, description du produit, descripción",
  },
  quotes: {
    number:
      "number, quote number, quote no, quote, offer number, offer, estimate number, estimate, proposal number, reference, quote id, id, angebotsnummer, angebot nr, angebot, numéro de devis, devis, número de presupuesto, presupuesto",
    status: "status, quote status, state, stage, quote stage, stand, statut, état, estado",
    contact:
      "contact, contact name, contact person, person, full name, customer, customer name, client, bill to, kontakt, ansprechpartner, kunde, personne, contacto, cliente",
    ...parties,
    lines:
      "lines, line items, quote lines, items list, positionen, angebotspositionen, lignes, líneas, partidas",
    product:
      "product, product name, item, item name, service, title, position, produkt, produktname, artikel, bezeichnung, leistung, produit, désignation, producto, artículo, concepto, description, item description, beschreibung, descripción",
    sku: "sku, product code, item code, product id, article number, item number, artikelnummer, artikel nr, référence produit, código de producto",
    quantity: "quantity, qty, units, count, menge, anzahl, stück, quantité, qté, cantidad, cant",
    unitPrice:
      "unit price, price, price each, sales price, list price, rate, einzelpreis, preis, stückpreis, prix unitaire, prix, precio unitario, precio",
    amount:
      "amount, net, net amount, subtotal, net total, line total, line amount, quote amount, betrag, netto, nettobetrag, summe, montant, montant ht, total ht, importe, base imponible",
    currency: "currency, currency code, währung, devise, moneda",
    lineDiscount:
      "line discount, item discount, discount percent, positionsrabatt, remise ligne, descuento de línea",
    discount:
      "discount, quote discount, total discount, discount rate, rabatt, gesamtrabatt, nachlass, remise, descuento",
    tax: "tax, tax rate, vat, vat rate, mwst, ust, steuersatz, tva, taux de tva, iva, tipo de iva",
    validUntil:
      "valid until, validity, valid to, expires, expires on, expiry date, expiration date, expiration, gültig bis, gültigkeit, valable jusqu au, date de validité, válido hasta, fecha de validez",
    sent: "sent, sent at, sent on, date sent, issued, issue date, quote date, date, versendet am, gesendet am, angebotsdatum, datum, envoyé le, date du devis, enviado el, fecha",
    decided:
      "decided, accepted on, accepted at, acceptance date, declined on, closed on, signed on, decided date, entschieden am, angenommen am, abgelehnt am, accepté le, aceptado el",
    reason:
      "decline reason, reason, rejection reason, lost reason, ablehnungsgrund, grund, motif, motif de refus, motivo",
    terms:
      "terms, payment terms, conditions, terms and conditions, konditionen, bedingungen, zahlungsbedingungen, conditions de paiement, condiciones",
    perks: "perks, extras, zugaben",
    note: "note, notes, comment, comments, remarks, notiz, bemerkung, kommentar, remarque, commentaire, nota, notas, comentario, observaciones",
    created:
      "created, created at, created on, create date, created date, date created, erstellt, erstellt am, créé le, creado, creado el",
  },
  campaigns: {
    externalId: "id, campaign id, record id, external id, key, kampagnen id, id campagne, id campaña",
    name: "name, campaign, campaign name, title, kampagne, kampagnenname, titel, campagne, nom de la campagne, nombre, campaña, nombre de la campaña",
    purpose: "purpose, goal, objective, aim, zweck, ziel, but, objectif, propósito, objetivo",
    channel: "channel, type, campaign type, medium, kanal, art, typ, canal, type de campagne, tipo, medio",
    startDate:
      "start date, start, starts, from, begin, begins, launch date, date, startdatum, beginn, von, date de début, début, fecha de inicio, inicio",
    endDate: "end date, end, ends, to, until, enddatum, ende, bis, date de fin, fin, fecha de fin",
    cost: "cost, actual cost, costs, spend, spent, amount spent, budget, budgeted cost, kosten, ausgaben, coût, dépenses, coste, gasto, presupuesto",
    currency: "currency, currency code, währung, devise, moneda",
    target: "target, audience, segment, filter, zielgruppe, cible, público objetivo",
    exclusion: "exclusion, exclude, exclusions, not for, ausschluss, exclusions de la cible, excluir",
    template: "template, mail template, vorlage, modèle, plantilla",
    owner:
      "owner, campaign owner, assigned to, assigned user, user, responsible, zuständig, verantwortlich, besitzer, propriétaire, responsable, propietario",
    note: "note, notes, description, comment, comments, beschreibung, notiz, bemerkung, remarque, commentaire, nota, descripción, comentario",
  },
  tickets: {
    externalId:
      "id, ticket id, ticket number, number, case number, case id, ticket no, key, external id, ticketnummer, vorgangsnummer, numéro de ticket, número de ticket",
    title:
      "title, subject, summary, ticket name, ticket, case subject, betreff, titel, thema, objet, sujet, titre, asunto, título",
    kind: "kind, type, ticket type, case type, category, issue type, art, typ, kategorie, type de ticket, catégorie, tipo, categoría",
    severity:
      "severity, priority, urgency, importance, priorität, dringlichkeit, schwere, priorité, urgence, prioridad, gravedad",
    contact:
      "contact, contact name, requester, requester name, customer, customer name, client, full name, reporter, person, kontakt, kunde, melder, anfragender, demandeur, contacto, cliente, solicitante",
    ...customer,
    openedAt:
      "opened at, opened, created, created at, created on, create date, created date, date created, date opened, created time, requested, date, eröffnet, eröffnet am, erstellt, erstellt am, datum, ouvert le, créé le, date de création, abierto, abierto el, creado el, fecha",
    firstReplyAt:
      "first reply at, first reply, first response, first response at, first response time, answered, answered at, first agent reply date, erste antwort, beantwortet am, première réponse, primera respuesta",
    solvedAt:
      "solved at, solved, closed at, closed, closed on, close date, closed date, resolved, resolved at, date closed, solved on, resolution date, gelöst am, geschlossen am, erledigt am, résolu le, fermé le, resuelto el, cerrado el",
    status: "status, ticket status, state, stage, stand, statut, état, estado",
    channel: "channel, source, via, origin, case origin, kanal, quelle, herkunft, canal, origine, origen",
    product: "product, product name, sku, item, produkt, artikel, produit, producto",
    order: "order, order number, order id, purchase, bestellung, auftrag, bestellnummer, commande, pedido",
    note: "note, notes, description, body, details, comment, comments, beschreibung, notiz, bemerkung, inhalt, remarque, commentaire, nota, descripción, comentario",
  },
  invoices: {
    number:
      "number, invoice number, invoice no, invoice, document number, invoice id, id, rechnungsnummer, rechnungs nr, rechnung nr, rechnung, belegnummer, nummer, numéro de facture, facture, número de factura, factura",
    contact:
      "contact, contact name, customer, customer name, client, bill to, name, kunde, kundenname, ansprechpartner, kontakt, client nom, cliente, nombre",
    customer:
      "contact id, customer id, customer number, client id, kundennummer, numéro client, número de cliente",
    email: "email, email address, customer email, mail, e mail adresse, courriel, correo",
    company:
      "company, company name, organization, organisation, account, account name, firma, unternehmen, société, empresa",
    issued:
      "issued, issued date, issue date, invoice date, date, created, document date, datum, rechnungsdatum, belegdatum, date de facture, date d émission, fecha, fecha de factura",
    due: "due, due date, due on, payment due, fällig, fällig am, fälligkeit, fälligkeitsdatum, faellig, zahlbar bis, échéance, date d échéance, vencimiento, fecha de vencimiento",
    amount:
      "amount, total, gross, gross amount, grand total, invoice total, total amount, betrag, brutto, bruttobetrag, summe, gesamtbetrag, rechnungsbetrag, montant, montant ttc, total ttc, importe, importe total",
    currency: "currency, currency code, währung, devise, moneda",
    order: "order, order number, order id, order no, bestellung, auftrag, auftragsnummer, commande, pedido",
    note: "note, notes, comment, comments, description, memo, notiz, bemerkung, beschreibung, remarque, nota, observaciones",
  },
  payments: {
    invoice:
      "invoice, invoice number, invoice no, number, invoice id, rechnung, rechnungsnummer, rechnungs nr, rechnung nr, nummer, facture, numéro de facture, factura, número de factura",
    // What is named after the payment goes before a bare date, which may be the invoice's.
    paidDate:
      "paid date, paid at, paid on, payment date, paid, bezahlt am, zahlungsdatum, date de paiement, payé le, fecha de pago, booking date, value date, buchungstag, date, datum, fecha",
    amount:
      "amount, amount paid, payment amount, paid amount, total, betrag, zahlbetrag, montant, montant payé, importe, importe pagado",
    currency: "currency, currency code, währung, devise, moneda",
    note: "note, notes, reference, comment, memo, description, notiz, verwendungszweck, buchungstext, référence, remarque, nota, referencia, concepto",
  },
  agreements: {
    whose: "with, customer, agreed with, kunde, mit, client, avec, cliente, con",
    contact: "contact, contact name, person, ansprechpartner, kontakt, contacto",
    email: "email, email address, customer email, mail, e mail adresse, courriel, correo",
    company:
      "company, company name, organization, organisation, account, account name, firma, unternehmen, société, empresa",
    segment: "segment, customer group, price group, kundengruppe, preisgruppe, groupe, grupo",
    ofCompany: "of company",
    ofSegment: "of segment",
    product:
      "product, sku, item, product code, produkt, artikel, artikelnummer, produit, référence, producto",
    price:
      "price, agreed price, special price, unit price, net price, preis, sonderpreis, einzelpreis, prix, prix convenu, precio",
    discount: "discount, rebate, discount percent, rabatt, nachlass, remise, descuento",
    perk: "perk, extra, benefit, zugabe, avantage, ventaja",
    from: "from, from date, valid from, start, start date, ab, gültig ab, von, à partir de, desde",
    until: "until, until date, valid until, to, end, end date, expires, bis, gültig bis, jusqu au, hasta",
    currency: "currency, currency code, währung, devise, moneda",
    note: "note, notes, comment, remarks, notiz, bemerkung, remarque, nota",
  },
  surveys: {
    name: "name, survey, survey name, title, umfrage, befragung, enquête, encuesta",
    kind: "kind, type, scale, art, typ, type d enquête, tipo",
    question: "question, frage, pregunta",
    note: "note, notes, description, comment, notiz, beschreibung, remarque, nota",
  },
} as const;
