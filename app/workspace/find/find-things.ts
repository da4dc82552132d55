import "server-only"
import { KIND_WORDS } from "#components/release/document-words.ts"
import { RELEASE_LOOKS } from "#components/release/release-mark.tsx"
import type { PersonActor } from "#lib/access/actor.ts"
import { type Act, mayDo } from "#lib/access/authorize.ts"
import { listChangesAbout } from "#lib/changes/list-changes-about.ts"
import { listDocumentsAbout } from "#lib/documents/list-documents-about.ts"
import { describeExposure } from "#lib/flags/exposure.ts"
import { listFlags } from "#lib/flags/queries.ts"
import { listReleasesAbout } from "#lib/releases/list-releases-about.ts"
import type { Runtime } from "#lib/runtime.ts"
import { listSubscribers } from "#lib/subscribers/queries.ts"
import type { Thing } from "../palette/thing.ts"

type Db = Runtime["db"]
type Asked = { letters: string; limit: number }
type Source = { act: Act; find(db: Db, asked: Asked): Promise<Thing[]> }

/** A handful of each: whoever wants more types more. */
const OF_EACH = 5

/** Everything with a name that the palette leads to, each for those who may read it. */
const SOURCES: readonly Source[] = [
  { act: "release.read", find: findReleases },
  { act: "document.read", find: findDocuments },
  { act: "change.read", find: findChanges },
  { act: "flag.read", find: findFlags },
  { act: "subscriber.read", find: findSubscribers },
]

export async function findThings({ db }: Pick<Runtime, "db">, actor: PersonActor, letters: string): Promise<Thing[]> {
  const allowed = SOURCES.filter(({ act }) => mayDo(actor, act))
  const found = await Promise.all(allowed.map(({ find }) => find(db, { letters, limit: OF_EACH })))
  return found.flat()
}

async function findReleases(db: Db, asked: Asked): Promise<Thing[]> {
  const found = await listReleasesAbout(db, asked)
  return found.map(({ id, name, state }) => ({
    kind: "Releases",
    name,
    about: RELEASE_LOOKS[state].word,
    href: `/workspace/releases/${id}`,
  }))
}

async function findDocuments(db: Db, asked: Asked): Promise<Thing[]> {
  const found = await listDocumentsAbout(db, asked)
  return found.map(({ id, releaseId, kind, title }) => {
    return { kind: "Documents", name: title, about: KIND_WORDS[kind].name, href: `/workspace/releases/${releaseId}/documents/${id}` }
  })
}

async function findChanges(db: Db, asked: Asked): Promise<Thing[]> {
  if (asked.letters === "") return []
  const found = await listChangesAbout(db, asked)
  return found.map(({ id, title, repository }) => {
    return { kind: "Changes", name: title, about: repository, href: `/workspace/unreleased?change=${id}` }
  })
}

async function findFlags(db: Db, { letters, limit }: Asked): Promise<Thing[]> {
  if (letters === "") return []
  const found = await listFlags(db, { search: letters, after: null, limit })
  return found.map(({ id, key, environment, exposure }) => {
    return { kind: "Flags", name: key, about: `${environment}, ${describeExposure(exposure)}`, href: `/workspace/flags?flag=${id}` }
  })
}

/** Whoever has that in their address or name; one letter would be everybody. */
async function findSubscribers(db: Db, { letters, limit }: Asked): Promise<Thing[]> {
  if (letters.length < 2) return []
  const found = await listSubscribers(db, { search: letters, after: null, limit })
  return found.map(({ id, email, name }) => ({
    kind: "Subscribers",
    name: email,
    about: name ?? "",
    href: `/workspace/audience?subscriber=${id}`,
  }))
}
