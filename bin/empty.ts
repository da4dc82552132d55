import { emptyFromTerminal } from "#lib/portal/empty-from-terminal.ts"

process.exitCode = await emptyFromTerminal({ env: process.env, report: console.log })
