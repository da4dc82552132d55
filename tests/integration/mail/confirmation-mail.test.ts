import { beforeAll, expect, test } from "vitest"
import { idOf, newId, type SubscriberId, type SubscriptionRequestId } from "#lib/kernel/ids.ts"
import { renderConfirmation } from "#lib/subscribers/render-confirmation.ts"
import { aWorld, type World } from "#tests/support/world.ts"

let world: World
beforeAll(async () => {
  world = await aWorld({ MAIL_FROM: "Acme & Söhne <news@acme.example>", PUBLIC_URL: "https://news.acme.example" })
})

const SUBSCRIBER = newId<SubscriberId>()
const render = (mail: "confirm" | "already subscribed", locale = "en") =>
  renderConfirmation(world, {
    id: idOf<SubscriptionRequestId>("0198c0de-0000-7000-8000-000000000001"),
    email: "ada@acme.example",
    locale,
    answer: { mail, subscriberId: SUBSCRIBER, round: 2 },
  })

test.each([
  ["en", "Confirm that you want news of Acme & Söhne", "Confirm the subscription"],
  ["de-AT", "Bitte bestätigen: Neuigkeiten von Acme & Söhne", "Abonnement bestätigen"],
  ["fr", "Confirmez votre abonnement aux nouveautés de Acme & Söhne", "Confirmer l’abonnement"],
  ["xx", "Confirm that you want news of Acme & Söhne", "Confirm the subscription"],
])("the question in %s has one button, and the same link in its text", async (locale, subject, button) => {
  const { html, text, ...mail } = await render("confirm", locale)
  expect(mail).toMatchObject({ to: { address: "ada@acme.example" }, subject, headers: { "Auto-Submitted": "auto-generated" } })
  expect(html).toContain(`lang="${locale}"`)
  const links = [...html.matchAll(/href="(https:\/\/news\.acme\.example\/confirm\/[\w-]{54})"/g)].map(([, url]) => url)
  expect(links).toHaveLength(1)
  expect(text).toContain(links[0])
  expect(text).toContain(button)
  expect(Buffer.byteLength(html)).toBeLessThan(20_000)
})

test("whoever is subscribed already is led to what they get", async () => {
  const { html, text } = await render("already subscribed")
  expect(html).toMatch(/href="https:\/\/news\.acme\.example\/preferences\/[\w-]{54}"/)
  expect(text).toContain("/preferences/")
})

test("the same request is the same bytes, so that a call can be repeated", async () => {
  expect(await render("confirm")).toEqual(await render("confirm"))
})

test("right-to-left languages are set so", async () => {
  expect((await render("confirm", "ar")).html).toContain('dir="rtl"')
})
