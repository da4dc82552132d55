import { once } from "node:events"
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import { text } from "node:stream/consumers"
import { answerCall, type FakeInstance, PROJECT, TOKENS } from "#tests/support/fake-unleash-api.ts"
import { FaultList, type Faults, type Mischief } from "#tests/support/fake-unleash-faults.ts"
import { addStrategy, type FakeAnswer, type FakeFlag, type FakeStrategy, newFlag } from "#tests/support/fake-unleash-flags.ts"

/** `status` is what was answered, or null where the connection ended without a whole answer; `at` is when it came, by `performance.now()`. */
export type FakeRequest = { method: string; path: string; body: string; status: number | null; at: number }

export type FakeUnleash = typeof TOKENS & {
  url: string
  project: string
  createFlag(key: string): FakeFlag
  /** As it stands; what a test changes in it is what somebody changed there. */
  flag(key: string): FakeFlag
  /** A strategy that somebody made there. */
  addStrategy(key: string, environment: string, given: Partial<FakeStrategy>): FakeStrategy
  /** Environments where changes need an approval. */
  changeRequests: Set<string>
  /** What turning on creates in an environment where the project has its own idea of that. */
  defaultStrategies: Map<string, Partial<FakeStrategy>>
  /** Tokens that were taken back. */
  revoked: Set<string>
  faults: Faults
  requests: FakeRequest[]
  writes(): FakeRequest[]
  stop(): Promise<void>
}

/** A loopback service with the semantics of unleash-server 7.5.1, as far as our adapter meets them. Up in milliseconds. */
export async function startFakeUnleash(): Promise<FakeUnleash> {
  const instance: FakeInstance = { flags: new Map(), changeRequests: new Set(), defaultStrategies: new Map(), revoked: new Set() }
  const { changeRequests, defaultStrategies, revoked } = instance
  const faults = new FaultList()
  const requests: FakeRequest[] = []
  const server = createServer((request, response) => void serve({ instance, faults, requests }, request, response))
  await once(server.listen(0, "127.0.0.1"), "listening")
  const flag = (key: string) => instance.flags.get(key) ?? missing(key)
  return {
    ...TOKENS,
    url: `http://127.0.0.1:${portOf(server)}`,
    project: PROJECT,
    createFlag: (key) => {
      instance.flags.set(key, newFlag(key, PROJECT))
      return flag(key)
    },
    flag,
    addStrategy: (key, environment, given) => {
      addStrategy(flag(key), environment, { name: "flexibleRollout", ...given })
      return flag(key).environments[environment]?.strategies.at(-1) ?? missing(key)
    },
    changeRequests,
    defaultStrategies,
    revoked,
    faults,
    requests,
    writes: () => requests.filter(({ method }) => method !== "GET"),
    stop: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

type Serving = { instance: FakeInstance; faults: FaultList; requests: FakeRequest[] }

async function serve({ instance, faults, requests }: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = "", url: path = "" } = request
  const at = performance.now()
  const entry: FakeRequest = { method, path, body: await text(request).catch(() => ""), status: null, at }
  requests.push(entry)
  const token = (request.headers.authorization ?? "").replace(/^Bearer /, "")
  const apply = () => answerCall(instance, { ...entry, token })
  const mischief = faults.take(`${method} ${path}`)
  if (mischief) misbehave(mischief, { apply, faults, entry, response })
  else send(response, entry, apply())
}

type Exchange = { apply: () => FakeAnswer; faults: FaultList; entry: FakeRequest; response: ServerResponse }

function misbehave(mischief: Mischief, { apply, faults, entry, response }: Exchange): void {
  if ("answers" in mischief) send(response, entry, { ...mischief, status: mischief.answers })
  else if ("applies" in mischief) {
    faults.hold(apply, mischief.afterMs)
    response.destroy()
  } else if ("loses" in mischief) {
    apply()
    cutOff(response, mischief.after ?? "nothing")
  } else if ("delaysMs" in mischief) {
    const answer = apply()
    setTimeout(() => send(response, entry, answer), mischief.delaysMs)
  } else if (mischief.hangs === "applied") apply()
}

function cutOff(response: ServerResponse, after: "nothing" | "half of it"): void {
  if (after === "nothing") response.destroy()
  else {
    response.writeHead(200, { "content-type": "application/json", "content-length": "1000" })
    response.write('{"half":', () => response.destroy())
  }
}

function send(response: ServerResponse, entry: FakeRequest, { status, body, headers }: FakeAnswer): void {
  entry.status = status
  response.writeHead(status, { "content-type": "application/json", ...headers })
  const json = typeof body === "string" ? body : JSON.stringify(body)
  response.end(json ?? "")
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("the fake is not listening on a port")
  return address.port
}

function missing(key: string): never {
  throw new Error(`the test made no flag ${key}`)
}
