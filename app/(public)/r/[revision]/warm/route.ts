import { renderMarkdown } from "#lib/documents/render-markdown.ts"

export const dynamic = "force-static"

export function generateStaticParams() {
  return []
}

// A grammar is made ready rule by rule, as code needs them: a bit of everything in the languages that changelogs show most.
const SAMPLE = `Some \`code\`:

\`\`\`ts
// A comment.
export async function search(words: string, after?: string): Promise<Hit[]> {
  const answer = await fetch(\`/v2?q=\${encodeURIComponent(words)}\`, { method: "GET", limit: 10 })
  if (!answer.ok) throw new Error("failed: " + answer.status)
  return (await answer.json()) as { hits: Hit[]; next: string | null }
}
\`\`\`

\`\`\`diff
- old
+ new
\`\`\`

\`\`\`bash
export NAME="value" && curl -s "$HOST/path" | grep -v word # comment
\`\`\`

\`\`\`json
{ "name": "value", "count": [1, true, null] }
\`\`\`
`

/** Asked for by server.ts when it starts, and by nobody else: the first release is not to wait for what renders it to be loaded. */
export async function GET(): Promise<Response> {
  return new Response(await renderMarkdown(SAMPLE), { headers: { "content-type": "text/html; charset=utf-8" } })
}
