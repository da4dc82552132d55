import type { MailRecipient } from "./personal-mail.ts"

/** Where links lead that are nobody's: no token of ours reads `sample`, so whoever follows one changes nothing. */
export function nobodysLinks(publicUrl: URL): Pick<MailRecipient, "unsubscribeUrl" | "preferencesUrl"> {
  return {
    unsubscribeUrl: new URL("/unsubscribe/sample", publicUrl).href,
    preferencesUrl: new URL("/preferences/sample", publicUrl).href,
  }
}
