import { sendMail } from "#lib/delivery/send-mail.ts"
import { SENDING_TERMS } from "#lib/delivery/sender.ts"
import { guardProcess } from "#lib/portal/guard-process.ts"
import { openRuntime, readSettings } from "#lib/runtime.ts"

// A process of its own that sends mail until it is killed, in the terms it is given: those of a portal would make every kill cost 15 s.

guardProcess("error")
const { TEST_PUBLIC_URL: publicUrl = "", DATABASE_URL: url = "" } = process.env
const runtime = await openRuntime(readSettings(process.env), { url, publicUrl, publicRole: "curtain_public" })
const sending = sendMail({ ...runtime, terms: { ...SENDING_TERMS, ...JSON.parse(process.argv[2] ?? "{}") } })
process.once("SIGTERM", () => void sending.stop().then(() => process.exit(0)))
process.stdout.write("sending\n")
