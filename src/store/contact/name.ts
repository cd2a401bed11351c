/** What a contact is called on a screen, over the table contact: its name, else its email or phone, else its number. */
export const contactNameSql = `coalesce(
  contact.name,
  (SELECT email FROM contact_email WHERE contact_id = contact.id ORDER BY position LIMIT 1),
  (SELECT phone FROM contact_phone WHERE contact_id = contact.id ORDER BY position LIMIT 1),
  'contact ' || contact.id)`;
