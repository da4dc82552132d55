type Headers = Record<string, string>

export const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "QUERY"]

/** A context that an OFREP client sends; to everything else it is a body like any other. */
export const BODY = JSON.stringify({ context: { targetingKey: "ada", plan: "pro" } })

const TREE = encodeURIComponent(JSON.stringify(["", { children: ["changelog", { children: ["__PAGE__", {}] }] }, null, null, true]))

/** What Next, a proxy or a handler could take for another question, by what it is; `key` is a token that may read what is public. */
export function headerVariants(name: string, key: string): Record<string, Headers> {
  const path = `/r/2/changelog/${name}`
  return {
    plain: {},
    "flight data": { RSC: "1", Accept: "text/x-component" },
    prefetch: { RSC: "1", "Next-Router-Prefetch": "1" },
    "segment prefetch": { RSC: "1", "Next-Router-Prefetch": "1", "Next-Router-Segment-Prefetch": "/_tree" },
    "router state": { RSC: "1", "Next-Router-State-Tree": TREE, "Next-Url": `/changelog/${name}` },
    "server action": { "Next-Action": "7f".repeat(20), Accept: "text/x-component" },
    "middleware subrequest": { "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware" },
    "middleware rewrite": { "x-middleware-rewrite": path, "x-middleware-next": "1", "x-middleware-prefetch": "1" },
    "page data": { "x-nextjs-data": "1" },
    "invoked path": { "x-invoke-path": path, "x-invoke-query": "%7B%7D", "x-invoke-status": "200", "x-invoke-output": path },
    "route matches": { "x-now-route-matches": `1=2&2=${name}`, "x-matched-path": "/r/[revision]/changelog/[slug]" },
    revalidation: { "x-prerender-revalidate": "1", "x-prerender-revalidate-if-generated": "1", "x-vercel-revalidate": "1" },
    "draft mode": { Cookie: `__prerender_bypass=1; __next_preview_data=1; session=${"a".repeat(32)}`, "x-preview": "1" },
    "unknown token": { Authorization: `Bearer curtain_${"0".repeat(33)}` },
    "no token at all": { Authorization: "Basic YWRhOmFkYQ==" },
    "public key": { Authorization: `Bearer ${key}` },
    "public key in its own header": { "X-API-Key": key },
    brotli: { "Accept-Encoding": "br" },
    gzip: { "Accept-Encoding": "gzip;q=1, br;q=0" },
    range: { Range: "bytes=0-9999", "If-Range": "*" },
    "forwarded host": { "X-Forwarded-Host": "elsewhere.example", "X-Forwarded-Proto": "https", Forwarded: "host=elsewhere.example" },
    "other address": { "X-Original-URL": path, "X-Rewrite-URL": path, "X-Forwarded-Uri": path, "X-Forwarded-Prefix": "/r/2" },
    "other method": { "X-HTTP-Method-Override": "GET", "X-HTTP-Method": "GET" },
    "what is known": { "If-None-Match": "*", "If-Modified-Since": "Tue, 24 Nov 2026 09:00:00 GMT" },
    "a crawler": { "User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)", Purpose: "prefetch", "Sec-Purpose": "prefetch" },
  }
}
