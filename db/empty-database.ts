import postgres from "postgres"

/** Takes everything out of a database that nobody else is connected to, in one transaction: the next start makes the schema again. */
export async function emptyDatabase({ url }: { url: string }): Promise<"emptied" | "in use"> {
  const owner = postgres(url, { max: 1, onnotice: () => {} })
  try {
    return await owner.begin(async (tx) => {
      const [others] = await tx<{ count: number }[]>`
        select count(*)::int as count from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`
      if (others?.count !== 0) return "in use"
      const schemas = await tx<{ name: string }[]>`
        select nspname as name from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'`
      for (const { name } of schemas) await tx`drop schema ${tx(name)} cascade`
      await tx`create schema public`
      await tx`alter schema public owner to pg_database_owner`
      return "emptied"
    })
  } finally {
    await owner.end()
  }
}
