import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import swaggerUi from "swagger-ui-dist/absolute-path.js"

/** One file of the page that shows the API, as it is sent. */
export type DocsFile = { body: Buffer; type: string; etag: string }

const TYPES: Record<string, string> = { css: "text/css; charset=utf-8", js: "text/javascript; charset=utf-8" }

// Everything runs from files of ours: the page has no inline script and no inline style, and asks nobody else for anything.
const START = `window.addEventListener("DOMContentLoaded", () => {
  window.SwaggerUIBundle({ url: "/api/openapi.json", dom_id: "#docs", deepLinking: true, persistAuthorization: false, validatorUrl: null })
})
`

const PAGE_STYLE = `:root { color-scheme: light }
body { margin: 0; background: #fff; font-family: system-ui, sans-serif }
.swagger-ui .info { margin: 32px 0 }
`

const READ: Record<string, () => Buffer> = {
  "swagger-ui.css": () => packaged("swagger-ui.css"),
  "swagger-ui-bundle.js": () => packaged("swagger-ui-bundle.js"),
  "start.js": () => Buffer.from(START),
  "page.css": () => Buffer.from(PAGE_STYLE),
}

const kept = new Map<string, DocsFile>()

/** Read once per process; null for what the page does not have. */
export function findDocsFile(name: string): DocsFile | null {
  const read = Object.hasOwn(READ, name) ? READ[name] : undefined
  if (read === undefined) return null
  const before = kept.get(name)
  if (before !== undefined) return before
  const body = read()
  const etag = `"${createHash("sha256").update(body).digest("base64url")}"`
  const file = { body, type: TYPES[name.split(".").at(-1) ?? ""] ?? "application/octet-stream", etag }
  kept.set(name, file)
  return file
}

export const DOCS_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>The API · Curtain</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
<link rel="stylesheet" href="/api/docs/page.css">
<script src="/api/docs/swagger-ui-bundle.js" defer></script>
<script src="/api/docs/start.js" defer></script>
</head>
<body>
<main id="docs"><noscript>This page needs JavaScript. The same is at <a href="/api/openapi.json">/api/openapi.json</a>.</noscript></main>
</body>
</html>
`

function packaged(name: string): Buffer {
  return readFileSync(join(swaggerUi(), name))
}
