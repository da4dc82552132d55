import Link from "next/link"
import type { ReactNode } from "react"
import { CopyButton } from "#components/ui/copy-button.tsx"
import { Mark } from "#components/ui/mark.tsx"
import { PageHead } from "#components/ui/page-head.tsx"
import { hasPage } from "../nav.ts"
import type { FirstSteps } from "./load-unreleased.ts"
import { Watch } from "./watch.tsx"

/** What a portal shows before its first change: the two steps that bring one. */
export function FirstRun({ steps, portal }: { steps: FirstSteps; portal: string }) {
  return (
    <>
      <PageHead title="Unreleased">
        What is in production and told to nobody will stand here, until its release makes all of it public in one moment. Two steps bring
        the first change.
      </PageHead>
      <ol className="first-run">
        <Step number={1} title="Connect a repository" isDone={steps.hasRepository} done="Connected">
          <p>
            Its code host tells of every push and merged pull request. A repository also becomes known by its first deployment, so this step
            can come later.
          </p>
          <Connect portal={portal} />
        </Step>
        <Step number={2} title="Tell of the first deployment" isDone={steps.hasDeployment} done="Deployed">
          <p>
            From your pipeline, after it has deployed to production. <Tokens /> with the scope <code>deployments:write</code> takes the
            place of the dots. The command is one file, which this portal hands out.
          </p>
          <Line label="With the curtain command, which reads the commits from the checkout" text={commandFor(portal)} />
          <Line label="Or with curl, where a webhook tells of the commits" text={curlFor(portal)} />
        </Step>
      </ol>
      {steps.hasDeployment ? (
        <p className="notice">
          A deployment has arrived, and it named no change that is in production now. Send its commits along, or deploy to the repository’s
          production environment.
        </p>
      ) : null}
      <Watch />
    </>
  )
}

type StepProps = { number: number; title: string; isDone: boolean; done: string; children: ReactNode }

function Step({ number, title, isDone, done, children }: StepProps) {
  return (
    <li className="panel" data-done={isDone ? "" : undefined}>
      <h2>
        <span className="number" aria-hidden="true">
          {number}
        </span>
        {title}
        <Mark sign={isDone ? "check" : "ring"} tone={isDone ? "live" : "quiet"}>
          {isDone ? done : "Waiting"}
        </Mark>
      </h2>
      {children}
    </li>
  )
}

function Connect({ portal }: { portal: string }) {
  if (hasPage("/workspace/repositories"))
    return (
      <Link className="button" href="/workspace/repositories" prefetch={false}>
        Connect a repository
      </Link>
    )
  return (
    <Line
      label="The address for a webhook of GitHub, with pushes, pull requests and deployment statuses"
      text={`${portal}/api/hooks/github`}
    />
  )
}

function Tokens() {
  if (!hasPage("/workspace/tokens")) return <>A token</>
  return (
    <Link className="work-link" href="/workspace/tokens" prefetch={false}>
      A token
    </Link>
  )
}

function Line({ label, text }: { label: string; text: string }) {
  return (
    <div className="copy-line">
      <p className="quiet">{label}</p>
      <pre>{text}</pre>
      <CopyButton text={text} label="Copy" />
    </div>
  )
}

function commandFor(portal: string): string {
  return `curl -fsSO ${portal}/curtain.mjs\nCURTAIN_URL=${portal} CURTAIN_TOKEN=… \\\n  node curtain.mjs deploy --environment production`
}

function curlFor(portal: string): string {
  const body = `{"repository":"acme/shop","environment":"production","status":"success","sha":"'$(git rev-parse HEAD)'"}`
  return `curl ${portal}/api/v1/deployments \\\n  -H "Authorization: Bearer …" -H "Content-Type: application/json" \\\n  -d '${body}'`
}
