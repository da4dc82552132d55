import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

/** What the person who "signs in" there is known by. `email_verified` left out is a provider that does not say. */
export type Claims = { sub: string; email?: string; email_verified?: boolean | string; name?: string }
export type GitHubAccount = { id: number; login: string; emails: { email: string; primary: boolean; verified: boolean }[] }

export type FakeIdentityProvider = {
  url: string
  /** Whoever comes next. */
  claims: Claims
  gitHub: GitHubAccount
  /** Set: the person says no, or the provider is broken. */
  mood: "well" | "denied" | "broken"
  close(): Promise<void>
}

type Grant = { challenge: string; nonce: string | null; clientId: string; redirectUri: string }

const KEYS = generateKeyPairSync("rsa", { modulusLength: 2048 })

/** OpenID Connect with discovery, PKCE and signed tokens, and GitHub's way, on one loopback address. It checks what it is sent. */
export async function startFakeIdentityProvider(): Promise<FakeIdentityProvider> {
  const grants = new Map<string, Grant>()
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const provider: FakeIdentityProvider = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    claims: { sub: "1" },
    gitHub: { id: 1, login: "ada", emails: [] },
    mood: "well",
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
  return provider

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", provider.url)
    if (provider.mood === "broken") return json(response, 500, { error: "server_error" })
    if (url.pathname.endsWith("/authorize")) return authorize(url, response)
    if (/\/(?:token|access_token)$/.test(url.pathname)) return exchange(await bodyOf(request), request, response)
    const told = documents()[url.pathname]
    json(response, told === undefined ? 404 : 200, told ?? {})
  }

  function documents(): Record<string, unknown> {
    const { claims, gitHub } = provider
    return {
      "/.well-known/openid-configuration": discovery(),
      "/jwks": { keys: [{ ...KEYS.publicKey.export({ format: "jwk" }), kid: "1", alg: "RS256", use: "sig" }] },
      "/userinfo": claims,
      "/api/v3/user": { id: gitHub.id, login: gitHub.login, email: "not-looked-at@evil.example" },
      "/api/v3/user/emails": gitHub.emails,
    }
  }

  function discovery() {
    return {
      issuer: provider.url,
      authorization_endpoint: `${provider.url}/authorize`,
      token_endpoint: `${provider.url}/token`,
      userinfo_endpoint: `${provider.url}/userinfo`,
      jwks_uri: `${provider.url}/jwks`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
      code_challenge_methods_supported: ["S256"],
    }
  }

  function authorize({ searchParams: asked }: URL, response: ServerResponse): void {
    const back = new URL(asked.get("redirect_uri") ?? "")
    back.searchParams.set("state", asked.get("state") ?? "")
    if (provider.mood === "denied") {
      back.searchParams.set("error", "access_denied")
    } else {
      const code = randomBytes(16).toString("hex")
      grants.set(code, {
        challenge: asked.get("code_challenge") ?? "",
        nonce: asked.get("nonce"),
        clientId: asked.get("client_id") ?? "",
        redirectUri: asked.get("redirect_uri") ?? "",
      })
      back.searchParams.set("code", code)
    }
    response.writeHead(302, { location: back.href }).end()
  }

  function exchange(form: URLSearchParams, request: IncomingMessage, response: ServerResponse): void {
    const grant = grants.get(form.get("code") ?? "")
    grants.delete(form.get("code") ?? "")
    const fits = grant !== undefined && isGranted(grant, form) && knowsSecret(request, form)
    const told = { access_token: "an-access-token", token_type: "Bearer" }
    if (!fits) json(response, 400, { error: "invalid_grant" })
    else json(response, 200, isGitHub(request) ? told : { ...told, id_token: idToken(grant) })
  }

  function idToken({ nonce, clientId }: Grant): string {
    const now = Math.floor(Temporal.Now.instant().epochMilliseconds / 1000)
    const claims = { iss: provider.url, aud: clientId, iat: now, exp: now + 60, ...(nonce === null ? {} : { nonce }), ...provider.claims }
    const signed = [{ alg: "RS256", kid: "1", typ: "JWT" }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".")
    return `${signed}.${sign("sha256", Buffer.from(signed), KEYS.privateKey).toString("base64url")}`
  }
}

/** Only who began this very sign-in has the verifier, and knows where it leads back. */
function isGranted(grant: Grant, form: URLSearchParams): boolean {
  const verifier = createHash("sha256")
    .update(form.get("code_verifier") ?? "")
    .digest("base64url")
  return grant.challenge === verifier && grant.redirectUri === form.get("redirect_uri")
}

function knowsSecret(request: IncomingMessage, form: URLSearchParams): boolean {
  const basic = Buffer.from((request.headers.authorization ?? "").replace(/^Basic /, ""), "base64").toString()
  return decodeURIComponent(basic.split(":")[1] ?? "") === CLIENT.secret || form.get("client_secret") === CLIENT.secret
}

/** GitHub knows nothing of OpenID. */
function isGitHub(request: IncomingMessage): boolean {
  return (request.url ?? "").startsWith("/login/oauth/")
}

export const CLIENT = { id: "curtain", secret: "a-client-secret" }

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return new URLSearchParams(Buffer.concat(chunks).toString())
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body))
}
