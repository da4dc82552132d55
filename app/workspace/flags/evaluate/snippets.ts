/** What somebody pastes, with this portal's own address in it. */
export function webSnippet(portal: string): string {
  return `import { OpenFeature } from "@openfeature/web-sdk"
import { OFREPWebProvider } from "@openfeature/ofrep-web-provider"

await OpenFeature.setContext({ targetingKey: user.id, plan: user.plan })
await OpenFeature.setProviderAndWait(new OFREPWebProvider({ baseUrl: "${portal}" }))

if (OpenFeature.getClient().getBooleanValue("new-editor", false)) showNewEditor()`
}

export function serverSnippet(portal: string): string {
  return `import { OpenFeature } from "@openfeature/server-sdk"
import { OFREPProvider } from "@openfeature/ofrep-provider"

const headers: [string, string][] = [["Authorization", \`Bearer \${curtainKey}\`]]
await OpenFeature.setProviderAndWait(new OFREPProvider({ baseUrl: "${portal}", headers }))

const client = OpenFeature.getClient()
const isOn = await client.getBooleanValue("new-editor", false, { targetingKey: user.id, plan: user.plan })`
}

export function curlSnippet(portal: string): string {
  return `curl -X POST ${portal}/ofrep/v1/evaluate/flags/new-editor \\
  -H "Authorization: Bearer $CURTAIN_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"context": {"targetingKey": "user-1", "plan": "team"}}'`
}
