/** What `crm` alone says where there is no database yet. */
export function welcome(path: string): string {
  return `crm keeps your customers in one file on this computer. There is none yet at
${path}

  crm init                           make it; asks for currency and time zone
  crm import contacts FILE -n        see what a file of yours would bring
  crm contact add "Jane Roe"         or begin with one

Then crm today says what is due. All commands: crm help
`;
}
