import { dirname } from "node:path"
import { fileURLToPath } from "node:url"
import type { NextConfig } from "next"

const root = dirname(fileURLToPath(import.meta.url))

// A portal calls nobody whom its operator did not name.
process.env.NEXT_TELEMETRY_DISABLED = "1"

const config: NextConfig = {
  poweredByHeader: false,
  // server.ts compresses each published answer once, and makes every ETag.
  compress: false,
  generateEtags: false,
  productionBrowserSourceMaps: false,
  images: { unoptimized: true },
  // The published answers are kept by server.ts under their site revision. Next would keep them on disk as well, where a portal
  // on another database, whose revisions are other pages, would find them.
  cacheMaxMemorySize: 0,
  // Who may not see a page of the workspace is told so with 403, inside of it.
  experimental: { isrFlushToDisk: false, authInterrupts: true },
  // Metadata belongs into the head for everybody: pages are made once, and without scripts nothing would move it there.
  htmlLimitedBots: /.*/,
  // Needed by handlers and the worker alike, and nothing of a page: loaded as they are, they take half of the build's time away.
  serverExternalPackages: [
    ...["postgres", "pg-boss", "pino", "prom-client", "shiki", "lru-cache"],
    ...["react-email", "resend", "nodemailer", "cloudevents", "csv-parse", "swagger-ui-dist"],
  ],
  // `npm run check` has the types of the whole repository, tests included; a start should not wait for them.
  typescript: { ignoreBuildErrors: true },
  typedRoutes: false,
  agentRules: false,
  outputFileTracingRoot: root,
  turbopack: { root },
}

export default config
