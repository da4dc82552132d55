import { LINK_MINUTES } from "./sign-in-link.ts"

type Words = { subject: string; lead: string; button: string; href: string; notes: string[] }
export type WrittenMail = { subject: string; html: string; text: string }

/** The link of a sign-in. Programs that look into mail may open it as often as they like: it takes a press of the button there. */
export function signInMail({ href, host }: { href: string; host: string }): WrittenMail {
  return write({
    subject: `Sign in to ${host}`,
    lead: `You asked to sign in to the release portal at ${host}.`,
    button: "Sign in",
    href,
    notes: [
      `The link works once, for ${LINK_MINUTES} minutes, and only in the browser where you asked for it.`,
      "If you did not ask for it, there is nothing to do: without this mail nobody can sign in as you.",
    ],
  })
}

export function invitationMail({ href, host, role, by }: { href: string; host: string; role: string; by: string }): WrittenMail {
  return write({
    subject: `You are invited to ${host}`,
    lead: `${by} has invited you to the release portal at ${host}, as ${role}.`,
    button: "Sign in for the first time",
    href,
    notes: [
      "Sign in with the address that this mail came to. There is no password: you get a link each time, or use your company's sign-in.",
    ],
  })
}

function write({ subject, lead, button, href, notes }: Words): WrittenMail {
  const paragraphs = notes.map((note) => `<p style="margin:16px 0 0;color:#5f564f;font-size:14px;line-height:22px">${inHtml(note)}</p>`)
  return {
    subject,
    text: `${lead}\n\n${button}:\n${href}\n\n${notes.join("\n\n")}\n`,
    html: [
      '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">',
      `<title>${inHtml(subject)}</title></head><body style="margin:0;padding:32px 20px;font:16px/26px ${FONT}">`,
      '<div style="max-width:600px;margin:0 auto">',
      `<p style="margin:0 0 24px">${inHtml(lead)}</p>`,
      `<p style="margin:0 0 24px"><a href="${inHtml(href)}" style="${BUTTON}">${inHtml(button)}</a></p>`,
      `<p style="margin:0;color:#5f564f;font-size:14px;line-height:22px">Or open this address: ${inHtml(href)}</p>`,
      ...paragraphs,
      "</div></body></html>",
    ].join(""),
  }
}

const FONT = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
const BUTTON =
  "display:inline-block;padding:10px 20px;border-radius:6px;background:#9b1d29;color:#ffffff;font-weight:600;text-decoration:none"

/** Names and addresses were typed by people. */
function inHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
