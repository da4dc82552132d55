/**
 * What passes by itself: the server is not there, is starting or stopping, has no connection left (classes 08, 57P, 53),
 * or two transactions met and one of them had to go (40).
 */
const PASSING = /^(08\w{3}|57P\d\d|53\w{3}|40001|40P01|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|CONNECT_TIMEOUT|CONNECTION_\w+)$/

/** Drizzle wraps the driver's error, and Node an error per address it tried: the reason may be anywhere inside. */
export function databaseOutageIn(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ("code" in error && typeof error.code === "string" && PASSING.test(error.code)) return true
  if (error instanceof AggregateError && error.errors.some(databaseOutageIn)) return true
  return databaseOutageIn(error.cause)
}
