import { recordDeploymentInput } from "#lib/changes/input.ts"
import { recordDeployment } from "#lib/changes/record-deployment.ts"
import { ADA, type World } from "#tests/support/world.ts"

/** `sha("a")` is a SHA that a reader can recognise: one letter or number, and zeros. */
export function sha(name: string | number): string {
  return Buffer.from(String(name)).toString("hex").padEnd(40, "0")
}

export type ACommit = { name: string | number; message?: string; committedAt?: string; url?: string }

export function aCommit({ name, message = `feat: ${name}`, committedAt = "2026-01-01T00:00:00Z", url }: ACommit) {
  return { sha: sha(name), message, author: { name: "Ada", email: "ada@acme.example" }, committedAt, ...(url && { url }) }
}

export type ADeployment = {
  of: string | number
  repository?: string
  environment?: string
  status?: "success" | "failure" | "in_progress"
  at?: string
  id?: string
  previous?: string | number
  commits?: (string | ACommit)[]
}

/** What a pipeline would send; commits given by a letter are feats of that name. */
export function aDeployment({ of, repository = "acme/shop", environment = "production", status = "success", ...more }: ADeployment) {
  return {
    repository,
    environment,
    sha: sha(of),
    status,
    ...(more.at && { deployedAt: more.at }),
    ...(more.id && { externalId: more.id }),
    ...(more.previous !== undefined && { previousSha: sha(more.previous) }),
    commits: (more.commits ?? []).map((commit) => aCommit(typeof commit === "string" ? { name: commit } : commit)),
  }
}

export function deploy(world: Pick<World, "db">, deployment: ADeployment) {
  return recordDeployment(world, ADA, recordDeploymentInput.parse(aDeployment(deployment)))
}
