import { runPortal } from "#lib/portal/run-portal.ts"

const env = { ...process.env, CURTAIN_ROLES: "worker" }
await runPortal({ env, serve: null, dev: "built", report: console.log, greet: () => ["The worker is taking jobs."] })
