/** What the sign-in page says after something, in words that say what to do. Others' words are never shown. */
const PROBLEMS: Record<string, string> = {
  address: "That is not one mail address. Type the one you were invited with, like ada@acme.example.",
  unknown: "This link opens nothing. Ask for another one.",
  used: "This link was used before. Ask for another one.",
  expired: "This link is too old. Ask for another one.",
  "other-browser": "This link works only in the browser where it was asked for. Ask for another one here.",
  "not-invited": "Nobody has invited this account's address. Ask an owner of this portal, or sign in with another account.",
  "no-address": "That account shows no mail address, so we cannot tell who you are. Use a mailed link.",
  "too-many": "Too many links were asked for. Use the last one that came, or ask again in a quarter of an hour.",
  provider: "The other side did not sign you in. Try again, or use a mailed link.",
  "signed-out": "You are signed out.",
}

export function problemIn(code: string | string[] | undefined): string | null {
  return (typeof code === "string" && Object.hasOwn(PROBLEMS, code) && PROBLEMS[code]) || null
}
