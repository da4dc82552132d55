import type { ExtractTablesWithRelations } from "drizzle-orm"
import type { PgTransaction, PgTransactionConfig } from "drizzle-orm/pg-core"
import type { PostgresJsDatabase, PostgresJsQueryResultHKT } from "drizzle-orm/postgres-js"

type NoSchema = Record<string, never>
export type DrizzleTransaction = PgTransaction<PostgresJsQueryResultHKT, NoSchema, ExtractTablesWithRelations<NoSchema>>

/** A job that comes true with the transaction that asks for it, or not at all. */
export type JobRequest = { name: string; data: object; key: string | null; startAfterSeconds: number }
export type InsertJob = (tx: DrizzleTransaction, request: JobRequest) => Promise<void>

type WithTransactions<Base> = Omit<Base, "transaction" | "$client"> & {
  transaction<T>(run: (tx: Transaction) => Promise<T>, config?: PgTransactionConfig): Promise<T>
}

/** What a function takes that opens a transaction of its own, or only reads. */
export type Database = WithTransactions<PostgresJsDatabase> & { readonly reads: "everything" }

/** What a function takes that joins somebody's transaction. */
export type Transaction = Omit<DrizzleTransaction, "transaction" | "rollback"> & { insertJob(request: JobRequest): Promise<void> }

/** Connected as the restricted role: released rows through the views of schema `site`, and nothing else. */
export type PublicDatabase = Omit<PostgresJsDatabase, "$client"> & { readonly reads: "released rows" }

/** Whatever can run a query of ours: a query function that takes it works inside and outside of a transaction. */
export type Queryable = Pick<Database, "select" | "selectDistinct" | "selectDistinctOn" | "execute">

export function withJobs(db: PostgresJsDatabase, insertJob: InsertJob): Database {
  return derive<Database>(db, {
    reads: "everything",
    transaction: (run: (tx: Transaction) => Promise<unknown>, config?: PgTransactionConfig) =>
      db.transaction((tx) => run(joined(tx, insertJob)), config),
  })
}

/** An open transaction as a database: what a command calls its transaction becomes a savepoint of the one that is open. */
export function asDatabase(tx: Transaction): Database {
  const outer = tx as Transaction & DrizzleTransaction
  return derive<Database>(outer, {
    reads: "everything",
    transaction: (run: (tx: Transaction) => Promise<unknown>) =>
      outer.transaction((inner) => run(joined(inner, (_, request) => outer.insertJob(request)))),
  })
}

function joined(tx: DrizzleTransaction, insertJob: InsertJob): Transaction {
  return derive<Transaction>(tx, { insertJob: (request: JobRequest) => insertJob(tx, request) })
}

/** The same object with some members replaced; drizzle's own methods keep working, since they live on the prototype. */
function derive<Result>(base: object, members: Record<string, unknown>): Result {
  return Object.assign(Object.create(base), members) as Result
}
