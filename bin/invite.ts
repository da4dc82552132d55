import { inviteFromTerminal } from "#lib/portal/invite-from-terminal.ts"

process.exitCode = await inviteFromTerminal({ env: process.env, words: process.argv.slice(2), report: console.log })
