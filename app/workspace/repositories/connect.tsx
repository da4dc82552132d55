import { CopyButton } from "#components/ui/copy-button.tsx"
import type { Settings } from "#lib/kernel/settings.ts"

type Props = { settings: Pick<Settings, "hooks" | "publicUrl">; secrets: "hinted" | "hidden" }

/** How a repository is connected, with what has to be typed there. */
export function Connect({ settings: { hooks, publicUrl }, secrets }: Props) {
  const at = (path: string) => `${publicUrl.origin}/api/hooks/${path}`
  return (
    <section className="section" aria-labelledby="connect">
      <h2 id="connect">Connect a repository</h2>
      <div className="connect">
        <div className="panel">
          <h3>GitHub</h3>
          <p>In the repository, or the organisation: Settings, Webhooks, Add webhook.</p>
          <dl>
            <Given name="Payload URL" text={at("github")} />
            <Fact name="Content type">application/json</Fact>
            <Fact name="Secret">
              <Secret variable="GITHUB_WEBHOOK_SECRET" secret={hooks.githubSecret} secrets={secrets} />
            </Fact>
            <Fact name="Events">Let me select individual events: Pushes, Pull requests, Deployment statuses</Fact>
            <Fact name="Comparisons">
              {hooks.githubToken === null ? "Off: set GITHUB_TOKEN to ask GitHub what a deployment brought" : "On, with GITHUB_TOKEN"}
            </Fact>
          </dl>
        </div>
        <div className="panel">
          <h3>GitLab</h3>
          <p>In the project, or the group: Settings, Webhooks, Add new webhook.</p>
          <dl>
            <Given name="URL" text={at("gitlab")} />
            <Fact name="Secret token">
              <Secret variable="GITLAB_WEBHOOK_TOKEN" secret={hooks.gitlabToken} secrets={secrets} />
            </Fact>
            <Fact name="Trigger">Push events, Merge request events, Deployment events</Fact>
          </dl>
        </div>
        <div className="panel">
          <h3>Any pipeline</h3>
          <p>In a checkout, after deploying: one program that needs Node 20 and git.</p>
          <dl>
            <Given name="Get it" text={`curl -fsSO ${publicUrl.origin}/curtain.mjs`} />
            <Given name="Run it" text="node curtain.mjs deploy --environment production" />
            <Fact name="CURTAIN_URL">{publicUrl.origin}</Fact>
            <Fact name="CURTAIN_TOKEN">A token with the scope deployments:write</Fact>
            <Given name="CDEvents" text={at("cdevents")} />
          </dl>
        </div>
      </div>
    </section>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Given({ name, text }: { name: string; text: string }) {
  return (
    <Fact name={name}>
      <code>{text}</code> <CopyButton text={text} label="Copy" />
    </Fact>
  )
}

/** Where it is and how it ends, so that two can be compared; never the secret itself. */
function Secret({ variable, secret, secrets }: { variable: string; secret: string | null; secrets: Props["secrets"] }) {
  if (secret === null) return <strong>{variable} is not set where the portal runs: this hook takes nothing</strong>
  return (
    <>
      {variable}, from the environment or the data folder{"'"}s secrets.json
      {secrets === "hinted" ? `; it ends with ${secret.slice(-4)}` : ""}
    </>
  )
}
