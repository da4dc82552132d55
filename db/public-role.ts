import postgres, { type Sql, type TransactionSql } from "postgres"

/** The database is not as Curtain needs it; the message says what a person can do about it, to the statement. */
export class DatabaseSetupError extends Error {
  override readonly name = "DatabaseSetupError"
}

/** A guard rail, not the fence: a session can change them. The fence is what the role has been granted. */
export const PUBLIC_ROLE_SETTINGS = { search_path: "site", default_transaction_read_only: "on", statement_timeout: "5s" }

const ROLE = "curtain_public"
// Views that run with their owner's rights need nothing newer; 15 is where `public` stopped being everybody's to create in.
const OLDEST_MAJOR = 15
// Any number would do, as long as every Curtain takes the same: two at once would fail on each other's catalog rows.
const ROLE_LOCK = 4_071_979

const NOT_PERMITTED = "42501"
// The second is what a role gets that another portal, in another database of the server, is creating in this instant.
const ALREADY_EXISTS = ["42710", "23505"]
const LOGIN_REFUSED = /^28/

/** Finds or makes the login that visitors' pages read with, on a server that is somebody else's to administer. */
export function ensurePublicRole(options: {
  url: string
  publicUrl?: string
  password: string
}): Promise<{ publicUrl: string; role: string }> {
  return connected(options.url, async (owner) => {
    refuseOldServer(Number((await owner`show server_version_num`)[0]?.server_version_num))
    await owner`select pg_advisory_lock(${ROLE_LOCK})`
    const publicUrl = options.publicUrl ?? (await ensureLogin(owner, options))
    const role = await connected(publicUrl, (visitor) => admit(owner, visitor))
    return { publicUrl, role }
  })
}

/** Gives the role the views of schema `site` and takes everything else. After migrations; safe to repeat. */
export function grantPublicRole(options: { url: string; role: string }): Promise<void> {
  return connected(options.url, async (owner) => {
    await owner`select pg_advisory_lock(${ROLE_LOCK})`
    await requireOwnership(owner)
    await owner.begin(async (tx) => {
      await revokeEverything(tx, options.role)
      await grantViews(tx, options.role)
      await refuseLeftovers(tx, options.role)
    })
    await ensureSettings(owner, options.role)
  })
}

export function refuseOldServer(version: number): void {
  if (version >= OLDEST_MAJOR * 10_000) return
  throw new DatabaseSetupError(
    `Curtain needs PostgreSQL ${OLDEST_MAJOR} or newer, and DATABASE_URL leads to ${Math.floor(version / 10_000)}. Upgrade the server.`,
  )
}

async function ensureLogin(owner: Sql, options: { url: string; password: string }): Promise<string> {
  const publicUrl = withLogin(options.url, ROLE, options.password)
  const exists = (await owner`select 1 from pg_roles where rolname = ${ROLE}`).length > 0
  if (!exists && !(await createLogin(owner, options.password))) throw missingLogin(options.url, ROLE)
  if (await mayLogIn(publicUrl)) return publicUrl
  throw missingLogin(options.url, `${ROLE}_${new URL(options.url).pathname.slice(1)}`)
}

async function createLogin(owner: Sql, password: string): Promise<boolean> {
  const [create] = await owner<
    { role: string }[]
  >`select format('create role %I login password %L', ${ROLE}::text, ${password}::text) as role`
  return owner.unsafe(create?.role ?? "").then(
    () => true,
    (error) => {
      if (ALREADY_EXISTS.includes(codeOf(error))) return true
      if (codeOf(error) === NOT_PERMITTED) return false
      throw error
    },
  )
}

async function mayLogIn(url: string): Promise<boolean> {
  return connected(url, (visitor) => visitor`select 1`).then(
    () => true,
    (error) => {
      if (LOGIN_REFUSED.test(codeOf(error))) return false
      throw error
    },
  )
}

/** The name differs where `curtain_public` exists with a password of somebody else's: that one may serve another portal. */
function missingLogin(url: string, role: string): DatabaseSetupError {
  return new DatabaseSetupError(
    "Visitors' pages are read with a login of their own, and the login in DATABASE_URL may not create it. Ask an administrator of the server to run\n\n" +
      `  create role ${quoted(role)} login password 'a-password-you-choose';\n\n` +
      `and set\n\n  DATABASE_PUBLIC_URL=${withLogin(url, role, "a-password-you-choose")}`,
  )
}

async function admit(owner: Sql, visitor: Sql): Promise<string> {
  const [asked] = await visitor<{ role: string }[]>`select session_user as role`
  const role = asked?.role ?? ""
  await refuseOtherDatabase(owner, visitor)
  await refusePowers(owner, role)
  await ensureSettings(visitor, role)
  return role
}

/** An advisory lock is seen in its own database only, whatever names, ports and proxies the two addresses go through. */
async function refuseOtherDatabase(owner: Sql, visitor: Sql): Promise<void> {
  const key = crypto.getRandomValues(new Int32Array(1))[0] ?? 0
  await owner.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${ROLE_LOCK}, ${key})`
    const [answer] = await visitor<{ free: boolean }[]>`select pg_try_advisory_xact_lock(${ROLE_LOCK}, ${key}) as free`
    if (answer?.free)
      throw new DatabaseSetupError("DATABASE_PUBLIC_URL leads to another database than DATABASE_URL. Both must name the same one.")
  })
}

async function refusePowers(owner: Sql, role: string): Promise<void> {
  const powers = await owner<{ power: string; remedy: string }[]>`
    select power, remedy from pg_roles r, lateral (values
      (r.rolname = session_user,   'is the login of DATABASE_URL itself', 'create role curtain_public login password ''a-password-you-choose'''),
      (r.rolsuper,                 'is a superuser',           format('alter role %I nosuperuser', r.rolname)),
      (r.rolcreaterole,            'may create roles',         format('alter role %I nocreaterole', r.rolname)),
      (r.rolreplication,           'may replicate everything', format('alter role %I noreplication', r.rolname)),
      (r.rolbypassrls,             'passes row security',      format('alter role %I nobypassrls', r.rolname))
    ) as checks (applies, power, remedy) where applies and r.rolname = ${role}
    union all
    select format('is a member of %s', g.rolname), format('revoke %I from %I', g.rolname, r.rolname)
    from pg_roles r join pg_auth_members m on m.member = r.oid join pg_roles g on g.oid = m.roleid where r.rolname = ${role}
    union all
    select 'owns the database', format('alter database %I owner to %I', datname, session_user)
    from pg_database join pg_roles r on r.oid = datdba where datname = current_database() and r.rolname = ${role}`
  if (powers.length === 0) return
  throw new DatabaseSetupError(
    `The role ${role} of DATABASE_PUBLIC_URL must be able to do nothing but read released content, and it ${powers.map(({ power }) => power).join(", ")}. ` +
      `Use another, or ask an administrator of the server to run\n\n${powers.map(({ remedy }) => `  ${remedy};`).join("\n")}`,
  )
}

async function requireOwnership(owner: Sql): Promise<void> {
  const [database] = await owner<{ site: boolean; owned: boolean; remedy: string }[]>`
    select to_regnamespace('site') is not null as site,
      (select bool_and(pg_has_role(nspowner, 'usage')) from pg_namespace where nspname in ('public', 'site'))
        and (select pg_has_role(datdba, 'usage') from pg_database where datname = current_database()) as owned,
      format(E'  alter database %I owner to %I;\\n  alter schema public owner to pg_database_owner;', current_database(), session_user) as remedy`
  if (!database?.site) throw new DatabaseSetupError("The schema site does not exist yet: run the migrations before granting it.")
  if (database.owned) return
  throw new DatabaseSetupError(
    `The login in DATABASE_URL must own its database. Ask an administrator of the server to run, connected to that database,\n\n${database.remedy}`,
  )
}

async function revokeEverything(tx: TransactionSql, role: string): Promise<void> {
  const schemas = await tx<{ name: string }[]>`
    select nspname as name from pg_namespace
    where nspname !~ '^pg_' and nspname <> 'information_schema' and pg_has_role(nspowner, 'usage')`
  for (const { name } of schemas) {
    await tx`revoke all on schema ${tx(name)} from public, ${tx(role)}`
    await tx`revoke all on all tables in schema ${tx(name)} from public, ${tx(role)}`
    await tx`revoke all on all sequences in schema ${tx(name)} from public, ${tx(role)}`
  }
}

async function grantViews(tx: TransactionSql, role: string): Promise<void> {
  const [database] = await tx<{ name: string }[]>`select current_database() as name`
  await tx`revoke temporary on database ${tx(database?.name ?? "")} from public`
  await tx`grant connect on database ${tx(database?.name ?? "")} to ${tx(role)}`
  await tx`grant usage on schema site to ${tx(role)}`
  await tx`grant select on all tables in schema site to ${tx(role)}`
  await tx`alter default privileges in schema site grant select on tables to ${tx(role)}`
}

/** Privileges that somebody else granted stay when we revoke ours; what is promised is what the server answers afterwards. */
async function refuseLeftovers(tx: TransactionSql, role: string): Promise<void> {
  const readable = await tx<{ name: string }[]>`
    select format('%I.%I', nspname, relname) as name from pg_class c join pg_namespace n on n.oid = relnamespace
    where relkind in ('r', 'p', 'v', 'm', 'f') and nspname <> 'site' and nspname !~ '^pg_' and nspname <> 'information_schema'
      and pg_has_role(relowner, 'usage') and has_schema_privilege(${role}, n.oid, 'usage')
      and (has_table_privilege(${role}, c.oid, 'select, insert, update, delete') or has_any_column_privilege(${role}, c.oid, 'select, update'))`
  if (readable.length === 0) return
  throw new DatabaseSetupError(
    `The role ${role} can read ${readable.map(({ name }) => name).join(", ")}. Revoke what was granted to it beside schema site.`,
  )
}

/** A role may always set its own; for another's it takes an administrator, or settings that are there already. */
async function ensureSettings(sql: Sql, role: string): Promise<void> {
  const settings = await sql<{ setting: string; database: string }[]>`
    select unnest(setconfig) as setting from pg_db_role_setting
    where setrole = to_regrole(quote_ident(${role}))::oid and setdatabase in (0, (select oid from pg_database where datname = current_database()))`
  const present = new Set(settings.map(({ setting }) => setting))
  const missing = Object.entries(PUBLIC_ROLE_SETTINGS).filter(([name, value]) => !present.has(`${name}=${value}`))
  const [database] = await sql<{ name: string }[]>`select current_database() as name`
  const statements = missing.map(
    ([name, value]) => `alter role ${quoted(role)} in database ${quoted(database?.name ?? "")} set ${name} = '${value}'`,
  )
  await sql
    .begin("read write", async (tx) => {
      for (const statement of statements) await tx.unsafe(statement)
    })
    .catch((error) => {
      if (codeOf(error) !== NOT_PERMITTED) throw error
      throw new DatabaseSetupError(`Ask an administrator of the server to run\n\n${statements.map((line) => `  ${line};`).join("\n")}`, {
        cause: error,
      })
    })
}

async function connected<T>(url: string, use: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => {} })
  try {
    return await use(sql)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

function withLogin(url: string, user: string, password: string): string {
  const changed = new URL(url)
  changed.username = encodeURIComponent(user)
  changed.password = encodeURIComponent(password)
  return changed.href
}

function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : ""
}
