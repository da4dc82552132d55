import { importsOf } from "../imports.ts"
import { file, isCode, isUnder, type Rule, type SourceFile } from "../rule.ts"
import { codeOnly, lineAt } from "../scan.ts"

const DOORS = /^(node:)?(https?|http2|tls|net|dgram)$|^(undici|axios|got|node-fetch|ky)$/
const HARMLESS = ["isIP", "isIPv4", "isIPv6", "BlockList", "SocketAddress"]

/** Path → why it speaks to the network itself. The list only shrinks. */
const EXCEPTIONS: Record<string, string> = {
  "lib/outbound/dial-route.ts": "the one guarded door to addresses that people enter: opens the connection",
  "lib/outbound/exchange-messages.ts": "the one guarded door to addresses that people enter: asks and reads",
  "lib/demo/ask-portal.ts": "plays a client of a portal that it started itself on loopback",
}

export const outboundCalls: Rule = {
  name: "lib/ reaches the network through adapters",
  complaints: (files) =>
    files
      .filter((source) => isCode(source) && isUnder(source.path, "lib") && !isDoorOfItsOwn(source.path) && !(source.path in EXCEPTIONS))
      .flatMap(complain),
  failing: [
    { files: [file("lib/releases/check-links.ts", "const answer = await fetch(url)")], complaint: "calls fetch" },
    { files: [file("lib/releases/check-links.ts", "globalThis.fetch(url)")], complaint: "calls fetch" },
    { files: [file("lib/releases/check-links.ts", "const get = fetch\n")], complaint: "calls fetch" },
    { files: [file("lib/releases/check-links.ts", 'import http from "node:http"')], complaint: "imports node:http" },
    { files: [file("lib/releases/check-links.ts", 'import { connect } from "node:net"')], complaint: "imports node:net" },
    { files: [file("lib/flags/providers/unleash.ts", "await fetch(url)")], complaint: "lib/outbound/" },
    { files: [file("lib/webhooks/post-payload.ts", "await fetch(url)")], complaint: "lib/outbound/" },
  ],
  passing: [
    file("lib/mail/providers/resend.ts", "await fetch(url)"),
    file("lib/outbound/address-guard.ts", 'import { isIP } from "node:net"'),
    file("lib/outbound/open-outbound.ts", 'import type { IncomingMessage } from "node:http"'),
    file("lib/releases/check-links.ts", "deps.outside.fetch(url) // not fetch(url)"),
  ],
}

/** An adapter may bring its SDK, but not where people enter the address: those calls go through the guard. */
function isDoorOfItsOwn(path: string): boolean {
  return path.includes("/providers/") && !isUnder(path, "lib/flags/providers")
}

function complain(source: SourceFile): string[] {
  const code = codeOnly(source.text)
  const opened = importsOf(source).filter(
    ({ target, names, typeOnly }) => DOORS.test(target) && !typeOnly && !names.every((name) => HARMLESS.includes(name)),
  )
  const fetched = [...code.matchAll(/(?<![.\w$])fetch\b(?!\s*[:?,}]|\s*\)\s*:)|\bglobalThis\s*\.\s*fetch\b/g)]
  return [
    ...opened.map(({ from, line, target }) => `${from}:${line} imports ${target}: ${ADVICE}`),
    ...fetched.map((hit) => `${source.path}:${lineAt(code, hit.index)} calls fetch: ${ADVICE}`),
  ]
}

const ADVICE = "outside calls go through lib/outbound/, or live in providers/ behind a port where the operator sets the address"
