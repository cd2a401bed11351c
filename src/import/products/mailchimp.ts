import type { Layout } from "../product.ts";

export const mailchimp: readonly Layout[] = [
  {
    product: "mailchimp",
    title: "Mailchimp audience",
    noun: "contacts",
    signature: [
      "Email Address",
      "MEMBER_RATING",
      "OPTIN_TIME",
      "OPTIN_IP",
      "CONFIRM_TIME",
      "LAST_CHANGED",
      "LEID",
      "EUID",
      "DSTOFF",
      "GMTOFF",
      "UNSUB_TIME",
    ],
    atLeast: 4,
    refusedIfNamed: { unsubscribed: "email", nonsubscribed: "email", cleaned: "email" },
    columns: {
      EUID: "externalId",
      LEID: "ignore",
      OPTIN_TIME: "created",
      TAGS: { as: "tags", form: "quotedTags" },
      NOTES: "note",
      CC: "country",
      REGION: "ignore",
      LATITUDE: "ignore",
      LONGITUDE: "ignore",
      TIMEZONE: "ignore",
      Address: "street",
      UNSUB_TIME: "refuseEmail",
      "Phone Number": "phone",
    },
  },
];
