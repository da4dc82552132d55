/** Who release mails say they come from. The law of many places asks for a postal address in every one of them. */
export type MailSender = { name: string; postalAddress: string }

/** The domain of `Name <address>` or a bare address; null where there is none. */
export function domainOfMailbox(from: string): string | null {
  return /@([^\s@<>]+?)>?\s*$/.exec(from)?.[1]?.toLowerCase() ?? null
}
