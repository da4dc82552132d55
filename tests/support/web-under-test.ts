import { openRuntime, readSettings } from "#lib/runtime.ts"
import { serve } from "../../server.ts"

// A web process of its own on a test's database. Prints where it listens, and ends with its parent.

const { TEST_PUBLIC_URL: publicUrl = "", DATABASE_URL: url = "" } = process.env
const runtime = await openRuntime(readSettings(process.env), { url, publicUrl, publicRole: "curtain_public" })
const served = await serve({ runtime, port: 0, dev: "built" })
process.stdout.write(`at ${served.url}\n`)
process.on("disconnect", () => process.exit(0))
