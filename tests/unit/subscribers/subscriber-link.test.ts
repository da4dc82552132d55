import { expect, test } from "vitest"
import { newId, type SubscriberId } from "#lib/kernel/ids.ts"
import { readSubscriberToken, subscriberLinks, subscriberToken, unsubscribeHeaders } from "#lib/subscribers/subscriber-link.ts"

const settings = {
  secretKey: "a-secret-key-for-tests-that-is-long-enough",
  previousSecretKeys: [],
  publicUrl: new URL("https://news.acme.example"),
}
const subscriberId = newId<SubscriberId>()

test("a token leads back to whose it is, for its purpose and for no other", () => {
  const token = subscriberToken(settings, { purpose: "confirm", subscriberId, round: 3 })
  expect(readSubscriberToken(settings, "confirm", token)).toEqual({ subscriberId, round: 3 })
  expect(readSubscriberToken(settings, "unsubscribe", token)).toBeNull()
  expect(token).toMatch(/^[\w-]{54}$/)
})

test("no bit of it can be changed, and it has one spelling", () => {
  const token = subscriberToken(settings, { purpose: "unsubscribe", subscriberId })
  const bytes = Buffer.from(token, "base64url")
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const changed = Buffer.from(bytes)
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    expect(readSubscriberToken(settings, "unsubscribe", changed.toString("base64url"))).toBeNull()
  }
  for (const other of ["", `${token}A`, `${token}=`, token.slice(0, -1), ` ${token}`, `${token}\n`])
    expect(readSubscriberToken(settings, "unsubscribe", other)).toBeNull()
})

test("it works on after the portal's key was changed, and for nobody else's portal", () => {
  const token = subscriberToken(settings, { purpose: "unsubscribe", subscriberId })
  const next = { secretKey: "another-secret-key-for-tests-that-is-long", previousSecretKeys: [settings.secretKey] }
  expect(readSubscriberToken(next, "unsubscribe", token)).toEqual({ subscriberId, round: 0 })
  expect(readSubscriberToken({ ...next, previousSecretKeys: [] }, "unsubscribe", token)).toBeNull()
})

test("links lead to the portal, and neither shows an address", () => {
  const { unsubscribe, preferences } = subscriberLinks(settings, subscriberId)
  expect(unsubscribe).toMatch(/^https:\/\/news\.acme\.example\/unsubscribe\/[\w-]{54}$/)
  expect(preferences).toMatch(/^https:\/\/news\.acme\.example\/preferences\/[\w-]{54}$/)
  expect(unsubscribeHeaders(unsubscribe)).toEqual({
    "List-Unsubscribe": `<${unsubscribe}>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  })
})
