import type { Layout } from "../product.ts";

export const linkedin: readonly Layout[] = [
  {
    product: "linkedin",
    title: "LinkedIn connections",
    noun: "contacts",
    signature: ["First Name", "Last Name", "Email Address", "Company", "Position", "Connected On"],
    atLeast: 6,
    dateOrder: "mdy",
    columns: {
      URL: "link",
      "Connected On": "created",
      Company: { as: "company", form: "blankDash" },
      Position: { as: "role", form: "blankDash" },
    },
    leftOut: [
      { columns: ["First Name", "Last Name", "Email Address"], words: [""], why: "rows without a name" },
    ],
  },
];
