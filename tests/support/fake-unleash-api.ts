import {
  addStrategy,
  ENVIRONMENTS,
  type FakeAnswer,
  type FakeFlag,
  type FakeStrategy,
  patchStrategy,
  refuse,
  removeStrategy,
  showFlag,
  turn,
} from "#tests/support/fake-unleash-flags.ts"

export const PROJECT = "default"

/** The admin may do everything and is not stopped by change requests; the editor's is a person's token. */
export const TOKENS = {
  token: "*:*.fake-admin",
  editorToken: "user:fake-editor",
  viewerToken: "user:fake-viewer",
  backendToken: "default:production.fake",
}

export type FakeInstance = {
  flags: Map<string, FakeFlag>
  changeRequests: Set<string>
  defaultStrategies: Map<string, Partial<FakeStrategy>>
  revoked: Set<string>
}

export type FakeCall = { method: string; path: string; body: string; token: string }

export function answerCall(instance: FakeInstance, call: FakeCall): FakeAnswer {
  const path = call.path.replace(/\?.*$/, "")
  const refused = refuseToken(instance, call.token)
  if (refused) return refused
  const shown = call.method === "GET" ? show(instance, path, call.token) : null
  if (shown) return shown
  const [, project = "", key = "", rest = ""] = /^\/api\/admin\/projects\/([^/]+)\/features\/([^/]+)(.*)$/.exec(path) ?? []
  if (key === "") return notThere(path)
  const flag = findFlag(instance, project, decodeURIComponent(key))
  if ("status" in flag) return flag
  return rest === "" && call.method === "GET" ? showFlag(flag) : answerEnvironment(instance, flag, { ...call, path: rest })
}

function refuseToken({ revoked }: FakeInstance, token: string): FakeAnswer | null {
  if (token === TOKENS.backendToken)
    return { status: 403, body: { message: "invalid token: expected a different token type for this endpoint" } }
  if (Object.values(TOKENS).includes(token) && !revoked.has(token)) return null
  return refuse(401, "UnauthorizedError", "You must log in to use Unleash.")
}

function findFlag({ flags }: FakeInstance, project: string, key: string): FakeFlag | FakeAnswer {
  const flag = flags.get(key)
  if (flag?.project === project) return flag
  const elsewhere = flag ? `, but there's a feature with that name in project "${flag.project}"` : "."
  return refuse(404, "NotFoundError", `There's no feature named "${key}" in project "${project}"${elsewhere}`)
}

function answerEnvironment(instance: FakeInstance, flag: FakeFlag, { method, path, body, token }: FakeCall): FakeAnswer {
  const [, environment = "", what = "", id = ""] = /^\/environments\/([^/]+)\/(strategies|on|off)(?:\/([^/]+))?$/.exec(path) ?? []
  const refused = refuseWrite(instance, environment, { method, what, token })
  if (refused) return refused
  if (what === "on" || what === "off") return turn(flag, environment, what, instance.defaultStrategies.get(environment) ?? {})
  switch (what === "strategies" ? method : "") {
    case "GET":
      return showStrategies(flag, environment)
    case "POST":
      return addStrategy(flag, environment, JSON.parse(body))
    case "PATCH":
      return patchStrategy(flag, environment, { id, operations: JSON.parse(body) })
    case "DELETE":
      return removeStrategy(flag, environment, id)
    default:
      return notThere(path)
  }
}

const PERMISSIONS: Record<string, string> = {
  "POST strategies": "CREATE_FEATURE_STRATEGY",
  "PATCH strategies": "UPDATE_FEATURE_STRATEGY",
  "DELETE strategies": "DELETE_FEATURE_STRATEGY",
  "POST on": "UPDATE_FEATURE_ENVIRONMENT",
  "POST off": "UPDATE_FEATURE_ENVIRONMENT",
}

function refuseWrite(
  instance: FakeInstance,
  environment: string,
  { method, what, token }: { method: string; what: string; token: string },
): FakeAnswer | null {
  const needed = PERMISSIONS[`${method} ${what}`]
  if (needed === undefined || token === TOKENS.token) return null
  if (token !== TOKENS.editorToken) return refusePermission(needed)
  return instance.changeRequests.has(environment) ? refusePermission("SKIP_CHANGE_REQUEST") : null
}

function refusePermission(permission: string): FakeAnswer {
  const message = `You don't have the required permissions to perform this operation. To perform this action, you need the "${permission}" permission.`
  return { status: 403, body: { name: "PermissionError", message, details: [{ message }], permissions: [permission] } }
}

function permissionsOf(token: string): { permission: string; project?: string; environment?: string }[] {
  if (token === TOKENS.token) return [{ permission: "ADMIN" }]
  if (token !== TOKENS.editorToken) return []
  const names = new Set(Object.values(PERMISSIONS))
  return ENVIRONMENTS.flatMap((environment) => [...names].map((permission) => ({ permission, project: PROJECT, environment })))
}

/** What a token is told of itself, its project and its flags. */
function show({ flags }: FakeInstance, path: string, token: string): FakeAnswer | null {
  switch (path) {
    case "/api/admin/user":
      return { status: 200, body: { permissions: permissionsOf(token) } }
    case `/api/admin/projects/${PROJECT}/overview`:
      return { status: 200, body: { environments: ENVIRONMENTS.map((environment) => ({ environment })) } }
    case "/api/admin/search/features":
      return { status: 200, body: { features: [...flags.keys()].slice(0, 1).map((name) => ({ name })) } }
    default:
      return null
  }
}

function showStrategies(flag: FakeFlag, environment: string): FakeAnswer {
  const there = flag.environments[environment]
  if (there) return { status: 200, body: there.strategies }
  return refuse(404, "NotFoundError", `Feature ${flag.name} does not have environment ${environment}`)
}

function notThere(path: string): FakeAnswer {
  return refuse(404, "NotFoundError", `The path you were looking for (${path}) is not available.`)
}
