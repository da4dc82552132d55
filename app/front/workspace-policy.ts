import { randomBytes } from "node:crypto"

/** Workspace pages run Next's scripts, each allowed by the number of this one answer, and nothing else runs. */
export function workspacePolicy(nonce: string, formTargets: readonly string[]): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    // Components place what floats by the style attribute.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    // Mails are shown in a frame of their own, whose policy lets nothing run.
    "frame-src 'self'",
    // A form's answer may send on to where people sign in, and browsers hold that against this as well.
    `form-action ${["'self'", ...formTargets].join(" ")}`,
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ")
}

export function newNonce(): string {
  return randomBytes(16).toString("base64")
}
