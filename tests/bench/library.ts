import postgres from "postgres"

const SYLLABLES = ["ka", "lo", "ri", "men", "ter", "so", "ban", "que", "vi", "dor", "fel", "stra", "ne", "um", "pli", "go"]

/** Three syllables each: every word is a few letters away from another, as words are. */
export const VOCABULARY = SYLLABLES.flatMap((one) => SYLLABLES.flatMap((two) => SYLLABLES.map((three) => one + two + three)))

/** Rare words come early in the list, so that both kinds can be asked for by their place. */
const COMMONNESS = 3

/** So many released entries with words of their own, some of which are in nearly all of them. Says as of which revision they are live. */
export async function writeLibrary(adminUrl: string, entries: number): Promise<number> {
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} })
  try {
    await admin.begin(async (tx) => {
      await tx`select setseed(0.5)`
      await tx`create temporary table vocabulary on commit drop as
        select word, place::integer from unnest(${VOCABULARY}::text[]) with ordinality as listed (word, place)`
      await tx`create unique index on vocabulary (place)`
      await tx.unsafe(TEXTS, [entries, VOCABULARY.length, 1 / COMMONNESS])
      for (const statement of STATEMENTS) await tx.unsafe(statement)
    })
    await admin.unsafe("vacuum analyze")
    return entries
  } finally {
    await admin.end()
  }
}

/** Six words of title and text in one draw: thirty for each entry. */
const TEXTS = `
  create temporary table texts on commit drop as
  select n, now() - make_interval(mins => $1::integer - n) as at, encode(sha256(('library ' || n)::bytea), 'hex') as hash,
    uuidv7() as document, uuidv7() as release, array_agg(word) as words
  from (select n, ceil($2::integer * power(random(), $3::float8))::integer as place
        from generate_series(1, $1::integer) as n, generate_series(1, 30)) as drawn
    join vocabulary using (place)
  group by n`

const STATEMENTS = [
  `insert into releases (id, name, state, hold_seconds, grace_seconds, created_at, updated_at)
    select release, 'Release ' || n, 'released', 300, 3600, at, at from texts`,
  "insert into stages (id, release_id, name, position) select uuidv7(), release, 'Everyone', 0 from texts",
  "insert into documents (id, public_id, kind, release_id, created_at) select document, hash, 'entry', release, at from texts",
  `insert into editions (id, document_id, locale, title, slug, body, hash, state, edited_by, approved_by, approved_hash, approved_at,
      live_from, published_at, updated_at, created_at)
    select uuidv7(), document, 'en', array_to_string(words[1:4], ' '), 'entry-' || n, array_to_string(words[5:], ' '), hash, 'live',
      'ada', 'ada', hash, at, n, at, at, at from texts`,
  "insert into slugs (place, slug, document_id, was_public) select 'entry', 'entry-' || n, document, true from texts",
  "update site_state set revision = (select max(n) from texts)",
]

/** What people type: one to three words, the beginning of one, and one with a letter wrong. */
export function questions(count: number): string[] {
  return Array.from({ length: count }, (_, n) => {
    const word = (by: number) => VOCABULARY[(n * 977 + by * 331) % VOCABULARY.length] ?? ""
    switch (n % 5) {
      case 0:
        return word(0)
      case 1:
        return `${word(0)} ${word(1)}`
      case 2:
        return `${word(0)} ${word(1)} ${word(2)}`
      case 3:
        return word(0).slice(0, 5)
      default:
        return `${word(0).slice(0, 3)}x${word(0).slice(4)}`
    }
  })
}
