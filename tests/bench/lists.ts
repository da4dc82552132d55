import { listAudit } from "#lib/audit/queries.ts"
import { listChangeChoices } from "#lib/changes/list-change-choices.ts"
import { listDeploymentLines } from "#lib/changes/list-deployment-lines.ts"
import { listChanges } from "#lib/changes/queries.ts"
import { breakDownAudience } from "#lib/delivery/break-down-audience.ts"
import { countAudience } from "#lib/delivery/count-audience.ts"
import { listMailsTo } from "#lib/delivery/queries.ts"
import type { ReleaseId, SubscriberId } from "#lib/kernel/ids.ts"
import { findAudience } from "#lib/releases/find-audience.ts"
import { getRelease, listReleases } from "#lib/releases/queries.ts"
import {
  countMembers,
  countSubscribers,
  listLocales,
  listSegments,
  listSubscribers,
  listSuppressions,
  listTraitNames,
  type SubscriberFilter,
} from "#lib/subscribers/queries.ts"
import type { Benchmark } from "./benchmark.ts"
import { PEOPLE, RELEASES, writeBigLists } from "./big-lists.ts"
import { type BenchPortal, openCluster } from "./cluster.ts"
import { type Comparison, compare, quantile } from "./ratio.ts"

/** What a list may take on the server, in 19 of 20 cases. */
const LIMIT_MS = 150
const TURNS = { short: 20, long: 100 }

type List = { name: string; run: () => Promise<unknown> }

/** The lists and counts of the workspace in a very large portal. */
export const lists: Benchmark = {
  name: "lists",
  run: async ({ length, report }) => {
    await using cluster = await openCluster()
    const portal = await cluster.openPortal("lists")
    report(`${PEOPLE} subscribers, ${RELEASES} releases, ${RELEASES} changes that wait for one`)
    await writeBigLists(portal)
    const rows: Comparison[] = []
    for (const list of await listsOf(portal)) {
      const { p50, p95 } = await timesOf(list, TURNS[length])
      report(`${list.name}: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`)
      rows.push(compare({ name: list.name, unit: "ms", bound: { atMost: 1 } }, { ours: [p95], peer: [LIMIT_MS] }))
    }
    await portal.close()
    return rows
  },
}

async function timesOf({ run }: List, turns: number): Promise<{ p50: number; p95: number }> {
  const times: number[] = []
  await run()
  for (let turn = 0; turn < turns; turn++) {
    const began = performance.now()
    await run()
    times.push(performance.now() - began)
  }
  return { p50: quantile(times, 0.5), p95: quantile(times, 0.95) }
}

async function listsOf(portal: BenchPortal): Promise<List[]> {
  return [...(await subscriberLists(portal)), ...(await audienceLists(portal)), ...otherLists(portal)]
}

async function subscriberLists({ db }: BenchPortal): Promise<List[]> {
  const rule = (value: string) => ({ trait: "plan", operator: "equals" as const, values: [value] })
  const [middle] = await db.execute<{ id: SubscriberId }>("select id from subscribers order by id offset 500000 limit 1")
  const filters: Record<string, Partial<SubscriberFilter>> = {
    all: {},
    "a deep page": { after: middle?.id ?? null },
    "a whole address": { search: "person-123456@example.com" },
    "a part of many": { search: "example.com" },
    "a part of some": { search: "12345" },
    "a part of nobody": { search: "nowhere" },
    "two letters": { search: "pe" },
    "two letters of nobody": { search: "zq" },
    "not confirmed": { state: "pending" },
    "a state of nobody": { state: "ended" },
    "a topic": { topic: "api" },
    "a rare topic": { topic: "rare" },
    "a rare language": { locale: "is" },
    "a segment": { rule: rule("pro") },
    "a rare segment": { rule: rule("enterprise") },
    "a segment of nobody": { rule: rule("none") },
    "several filters": { state: "active", locale: "de", topic: "billing", search: "person-1" },
  }
  return Object.entries(filters).map(([name, filter]) => ({
    name: `subscribers: ${name}`,
    run: () => listSubscribers(db, { after: null, limit: 51, ...filter }),
  }))
}

async function audienceLists({ db, clock }: BenchPortal): Promise<List[]> {
  const [release] = await db.execute<{ id: ReleaseId }>("select id from releases order by id desc limit 1")
  const [person] = await db.execute<{ id: SubscriberId }>("select id from subscribers limit 1")
  if (!release || !person) throw new Error("the lists are empty")
  const audience = await findAudience(db, await getRelease(db, release.id), clock.now())
  const rare = { trait: "plan", operator: "equals" as const, values: ["enterprise"] }
  return [
    { name: "subscribers: counts", run: () => countSubscribers(db) },
    { name: "subscribers: languages and traits", run: () => Promise.all([listLocales(db), listTraitNames(db)]) },
    { name: "mails to one", run: () => listMailsTo(db, person.id) },
    { name: "segments", run: () => listSegments(db, { after: null, limit: 26 }) },
    { name: "matches of a rule", run: () => countMembers(db, [rare]) },
    { name: "suppressions", run: () => listSuppressions(db, { after: null, limit: 51 }) },
    { name: "audience: everyone, broken down", run: () => breakDownAudience(db, audience, ["en"]) },
    { name: "audience: a topic, broken down", run: () => breakDownAudience(db, { ...audience, topics: ["api"] }, ["en"]) },
    { name: "audience: everyone, counted", run: () => countAudience(db, audience) },
    { name: "audience: a rare segment, counted", run: () => countAudience(db, { ...audience, segment: rare }) },
  ]
}

function otherLists({ db }: BenchPortal): List[] {
  const page = { after: null, limit: 51 }
  return [
    { name: "unreleased", run: () => listChanges(db, { ...page, state: "unreleased" }) },
    { name: "unreleased: found", run: () => listChanges(db, { ...page, state: "unreleased", search: "Waiting 9999" }) },
    { name: "unreleased: by flag", run: () => listChanges(db, { ...page, state: "unreleased", flag: "none" }) },
    { name: "unreleased: internal", run: () => listChanges(db, { ...page, state: "deployed", audience: "internal" }) },
    { name: "changes: choices", run: () => listChangeChoices(db) },
    { name: "releases", run: () => listReleases(db, page) },
    { name: "releases: found", run: () => listReleases(db, { ...page, search: "past 77" }) },
    { name: "releases: planned", run: () => listReleases(db, { ...page, state: "planned" }) },
    { name: "deployments", run: () => listDeploymentLines(db, page) },
    { name: "audit", run: () => listAudit(db, { before: null, limit: 51 }) },
    { name: "audit: of one release", run: () => listAudit(db, { before: null, limit: 51, subjectKind: "release" }) },
  ]
}
