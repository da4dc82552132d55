import { sql } from "drizzle-orm"
import { beforeEach, describe, expect, test } from "vitest"
import type { Mailer } from "#lib/mail/mailer.ts"
import { askForLink } from "#lib/people/ask-for-link.ts"
import { editAccess } from "#lib/people/edit-access.ts"
import { ensureOwner } from "#lib/people/ensure-owner.ts"
import { findLink } from "#lib/people/find-link.ts"
import { forgetOldSignIns } from "#lib/people/forget-old-sign-ins.ts"
import { invitePersonInput } from "#lib/people/input.ts"
import { invitePerson } from "#lib/people/invite-person.ts"
import { findPersonByAddress } from "#lib/people/queries.ts"
import { recogniseSession } from "#lib/people/recognise-session.ts"
import { redeemLink } from "#lib/people/redeem-link.ts"
import { removePerson } from "#lib/people/remove-person.ts"
import { sendInvitations } from "#lib/people/send-invitations.ts"
import { sendSignInLinks } from "#lib/people/send-sign-in-links.ts"
import { emptyMailbox, linkIn, readMailbox } from "#tests/support/mailbox.ts"
import { ADA, aWorld, type World } from "#tests/support/world.ts"

let world: World
const START = { kind: "system", name: "the portal's start" } as const
const BROWSER = "the browser that asked"

beforeEach(async () => {
  world ??= await aWorld()
  await world.db.execute(sql`truncate people, sign_in_links, access_rules, captured_mails cascade`)
})

const invite = (email: string, role = "author") => invitePerson(world, ADA, invitePersonInput.parse({ email, role }))
const ask = (address: string, more: object = {}) =>
  askForLink(world, { address, browser: BROWSER, network: "203.0.113.0/24", wanted: "/workspace/people", ...more })
const redeem = (text: string, browser: string | null = BROWSER) => redeemLink(world, { text, browser })
const auditOf = async (id: string) =>
  (await world.db.execute<{ action: string }>(sql`select action from audit_records where subject_id = ${id} order by id`)).map(
    ({ action }) => action,
  )

async function mailedLink(address: string, more: object = {}): Promise<string> {
  await ask(address, more)
  await sendSignInLinks(world)
  return linkIn((await readMailbox(world)).findLast((mail) => mail.recipient === address))
}

describe("a link", () => {
  test("is mailed to who was invited, and signs in, once", async () => {
    const id = await invite("ada@acme.example")
    const text = await mailedLink("ada@acme.example")
    const first = await redeem(text)
    expect(first).toMatchObject({ is: "signed in", wanted: "/workspace/people", actor: { kind: "person", id, role: "author" } })
    expect(first.is === "signed in" && (await recogniseSession(world, first.session))).toMatchObject({ id, name: "Ada" })
    expect(await redeem(text)).toEqual({ is: "used" })
    expect((await findPersonByAddress(world.db, "ada@acme.example"))?.state).toBe("joined")
  })

  test("is used up by one of two that come at the same moment", async () => {
    await invite("ada@acme.example")
    const text = await mailedLink("ada@acme.example")
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => redeem(text)))
    expect(outcomes.map(({ is }) => is).sort()).toEqual(["signed in", ...Array(7).fill("used")].sort())
  })

  test("is not used up by being looked at", async () => {
    await invite("ada@acme.example")
    const text = await mailedLink("ada@acme.example")
    for (let look = 0; look < 20; look++)
      expect((await findLink(world, { text, browser: look % 2 ? BROWSER : null })).is).toBe(look % 2 ? "ready" : "other browser")
    expect((await redeem(text)).is).toBe("signed in")
  })

  test("opens nothing in another browser, and is not used up there", async () => {
    await invite("ada@acme.example")
    const text = await mailedLink("ada@acme.example")
    for (const browser of [null, "another browser"]) expect(await redeem(text, browser)).toEqual({ is: "other browser" })
    expect((await redeem(text)).is).toBe("signed in")
  })

  test("opens nothing when it is too old, or was never ours", async () => {
    await invite("ada@acme.example")
    const text = await mailedLink("ada@acme.example")
    await world.db.execute(sql`update sign_in_links set expires_at = now()`)
    expect(await redeem(text)).toEqual({ is: "expired" })
    expect(await redeem(`${text.slice(0, -2)}xx`)).toEqual({ is: "unknown" })
  })

  test("of somebody who was removed meanwhile opens nothing", async () => {
    const id = await invite("ada@acme.example")
    const text = await mailedLink("ada@acme.example")
    await removePerson(world, ADA, id)
    expect(await redeem(text)).toEqual({ is: "unknown" })
    expect(await auditOf(id)).toEqual(["person.invited", "person.link_sent", "person.removed"])
  })

  test("ends the others that are still in the mailbox", async () => {
    await invite("ada@acme.example")
    const first = await mailedLink("ada@acme.example")
    expect((await redeem(await mailedLink("ada@acme.example"))).is).toBe("signed in")
    expect(await redeem(first)).toEqual({ is: "used" })
  })

  test("ties an account of a provider to who proves the address with it", async () => {
    await invite("ada@acme.example")
    const text = await mailedLink("ada@acme.example", { account: { provider: "oidc", account: "sub-1" } })
    await redeem(text)
    expect(await world.db.execute(sql`select provider, account from person_accounts`)).toEqual([{ provider: "oidc", account: "sub-1" }])
  })
})

describe("a stranger", () => {
  test("gets the same answer, no mail, and does not come to be", async () => {
    await invite("ada@acme.example")
    expect(await ask("eve@evil.example")).toEqual(await ask("ada@acme.example"))
    await sendSignInLinks(world)
    await sendInvitations(world)
    expect((await readMailbox(world)).map((mail) => mail.recipient).sort()).toEqual(["ada@acme.example", "ada@acme.example"])
    expect(await world.db.execute(sql`select address from people`)).toEqual([{ address: "ada@acme.example" }])
  })

  test("is limited like everybody", async () => {
    await invite("ada@acme.example")
    const outcomes = async (address: string, network: string) => {
      const all = []
      for (let time = 0; time < 11; time++) all.push((await ask(address, { network: `${network}.${time}/24` })).is)
      return all
    }
    expect(await outcomes("eve@evil.example", "198.51.100")).toEqual(await outcomes("ada@acme.example", "203.0.113"))
    expect(await ask("ada@acme.example", { network: "other" })).toMatchObject({ is: "too many", retryAfterSeconds: expect.any(Number) })
  })
})

test("one network can ask for twenty, whoever they are for", async () => {
  const outcomes = []
  for (let time = 0; time < 22; time++) outcomes.push((await ask(`person-${time}@acme.example`)).is)
  expect(outcomes.filter((is) => is === "asked")).toHaveLength(20)
  await world.db.execute(sql`update sign_in_links set created_at = created_at - interval '16 minutes'`)
  expect((await ask("ada@acme.example")).is).toBe("asked")
})

test("somebody of a domain that an owner named comes in with its role, and comes to be only then", async () => {
  await editAccess(world, ADA, { domains: [{ domain: "acme.example", role: "viewer" }] })
  const text = await mailedLink("grace.hopper@acme.example")
  expect(await findPersonByAddress(world.db, "grace.hopper@acme.example")).toBeNull()
  expect(await redeem(text)).toMatchObject({ is: "signed in", actor: { name: "Grace Hopper", role: "viewer" } })
  await expect(mailedLink("grace@mail.acme.example")).rejects.toThrow("no link")
})

describe("a worker", () => {
  test("that died after the mail went out sends the same one again, and a provider that keeps keys drops it", async () => {
    await invite("ada@acme.example")
    await ask("ada@acme.example")
    await sendSignInLinks(world)
    const [first] = await readMailbox(world)
    // As it would have been found, had the process ended before it wrote down that it was sent.
    await world.db.execute(sql`update sign_in_links set state = 'asked', attempted_at = now() - interval '16 seconds'`)
    await sendSignInLinks(world)
    expect(await readMailbox(world)).toEqual([first])
    expect((await redeem(linkIn(first))).is).toBe("signed in")
  })

  test("takes nothing that another one has in hand", async () => {
    await invite("ada@acme.example")
    await ask("ada@acme.example")
    const sent: string[] = []
    const mailer: Mailer = {
      ...world.mailer,
      sendBatch: async (_, { key }) => {
        sent.push(key)
        return { is: "again", afterMs: 1000, reason: "busy" }
      },
    }
    const deps = { ...world, mailer, log: { ...world.log, warn: () => {} } as World["log"] }
    await Promise.all([sendSignInLinks(deps), sendSignInLinks(deps), sendSignInLinks(deps)])
    expect(sent).toHaveLength(1)
    await world.db.execute(sql`update sign_in_links set attempted_at = now() - interval '16 seconds'`)
    await sendSignInLinks(world)
    expect((await readMailbox(world)).map((mail) => mail.recipient)).toEqual(["ada@acme.example"])
  })

  test("tells who was invited, once, and what cannot be told is seen", async () => {
    await invite("ada@acme.example")
    await Promise.all([sendInvitations(world), sendInvitations(world)])
    await sendInvitations(world)
    const [mail, ...more] = await readMailbox(world)
    expect([mail?.recipient, mail?.text.includes("http://localhost:3000/signin"), more]).toEqual(["ada@acme.example", true, []])
    expect((await findPersonByAddress(world.db, "ada@acme.example"))?.invitation).toBe("sent")
    await invite("gone@acme.example")
    const refusing: Mailer = {
      ...world.mailer,
      sendBatch: async () => ({ is: "answered", answers: [{ is: "refused", reason: "no such mailbox", lasting: "this address" }] }),
    }
    await sendInvitations({ ...world, mailer: refusing, log: { ...world.log, warn: () => {} } as World["log"] })
    expect((await findPersonByAddress(world.db, "gone@acme.example"))?.invitation).toBe("failed")
  })
})

test("a mail says nothing that was not meant: a name with markup is text", async () => {
  await invitePerson(world, { kind: "system", name: "<b>Eve</b>" }, invitePersonInput.parse({ email: "ada@acme.example", role: "viewer" }))
  await sendInvitations(world)
  const [mail] = await readMailbox(world)
  expect(mail?.html).not.toContain("<b>Eve")
  expect(mail?.text).toContain("<b>Eve</b>")
})

describe("the first owner", () => {
  const deps = (ownerAddress: string | null) => ({
    ...world,
    settings: { ...world.settings, signIn: { ...world.settings.signIn, ownerAddress } },
  })

  test("signs in with the link of the last start, in any browser, once, and then there is none", async () => {
    const first = await ensureOwner(world, START)
    const second = await ensureOwner(world, START)
    expect(await redeem(first ?? "", null)).toEqual({ is: "used" })
    expect(await redeem(second ?? "", null)).toMatchObject({ is: "signed in", actor: { role: "owner" } })
    expect(await ensureOwner(world, START)).toBeNull()
  })

  test("is one, however many processes start at once", async () => {
    await Promise.all(Array.from({ length: 6 }, () => ensureOwner(world, START)))
    expect(await world.db.execute(sql`select role from people`)).toEqual([{ role: "owner" }])
  })

  test("is whom the environment names, also later, and whatever they were", async () => {
    await invite("ada@acme.example", "viewer")
    expect(await ensureOwner(deps("ada@acme.example"), START)).not.toBeNull()
    expect((await findPersonByAddress(world.db, "ada@acme.example"))?.role).toBe("owner")
    expect(await world.db.execute(sql`select count(*)::int as count from people`)).toEqual([{ count: 1 }])
  })
})

test("what is over is forgotten", async () => {
  await invite("ada@acme.example")
  await redeem(await mailedLink("ada@acme.example"))
  await forgetOldSignIns(world)
  const counts = () =>
    world.db.execute(sql`select (select count(*)::int from sign_in_links) as links, (select count(*)::int from sessions) as sessions`)
  expect(await counts()).toEqual([{ links: 1, sessions: 1 }])
  await world.db.execute(sql`update sign_in_links set created_at = now() - interval '2 days', expires_at = now() - interval '2 days'`)
  await world.db.execute(sql`update sessions set last_seen_at = now() - interval '8 days'`)
  await forgetOldSignIns(world)
  expect(await counts()).toEqual([{ links: 0, sessions: 0 }])
  await emptyMailbox(world)
})
