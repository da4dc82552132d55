import { InMemStorageProvider, Unleash } from "unleash-client"
import * as unleash from "unleash-server"

// A real Unleash server in a process of its own, and a real client of it to ask whom a flag serves. Ends with whoever started it.

const { DATABASE_URL: databaseUrl, BACKEND_TOKEN: Authorization } = process.env
const silent = { debug() {}, info() {}, warn() {}, error() {}, fatal: console.error }

process.on("disconnect", () => process.exit(0))

const { server } = await unleash.start({
  databaseUrl,
  server: { host: "127.0.0.1", port: 0, gracefulShutdownEnable: false },
  versionCheck: { enable: false },
  getLogger: () => silent,
})
const url = `http://127.0.0.1:${server.address().port}`

/** A client as an application has one, with what the service tells at this moment. */
async function openClient() {
  // Longer than any test: it fetches once, when it is made.
  const options = { refreshInterval: 600_000, disableMetrics: true, storageProvider: new InMemStorageProvider() }
  const client = new Unleash({ url: `${url}/api`, appName: "evaluation", customHeaders: { Authorization }, ...options })
  await new Promise((resolve, reject) => client.on("synchronized", resolve).on("error", reject))
  return client
}

/** Of these contexts, those for which the flag is on. */
async function evaluate({ flag, contexts }) {
  const client = await openClient()
  const served = contexts.map((context) => client.isEnabled(flag, context))
  client.destroy()
  return served
}

process.on("message", async ({ id, question }) => {
  const answer = await evaluate(question).then(
    (served) => ({ served }),
    (error) => ({ failed: String(error) }),
  )
  process.send({ id, ...answer })
})

process.send({ url })
