import { ensureBuild } from "#lib/portal/ensure-build.ts"

await ensureBuild({ report: console.log })
