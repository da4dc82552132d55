import { greeting } from "#lib/portal/greeting.ts"
import { runPortal } from "#lib/portal/run-portal.ts"
import { serve } from "../server.ts"

await runPortal({ env: process.env, serve, dev: "built", report: console.log, greet: greeting })
