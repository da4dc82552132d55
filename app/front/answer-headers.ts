import type { CacheClass } from "./route-table.ts"

const VISITORS_CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ")

// While developing, Next's own inline scripts, styles and sockets are in the page.
const DEVELOPMENT_CSP = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: ws:; frame-ancestors 'none'"

/** What every answer says, whoever made it. */
export function securityHeaders(publicUrl: URL, dev: "dev" | "built"): Record<string, string> {
  return {
    "Content-Security-Policy": dev === "dev" ? DEVELOPMENT_CSP : VISITORS_CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    ...(publicUrl.protocol === "https:" ? { "Strict-Transport-Security": "max-age=31536000" } : {}),
  }
}

// Browsers ask every time (a 304 costs nothing), and shared caches keep nothing for longer than a minute: a recall has to arrive.
const CACHE_CONTROL: Record<CacheClass, string> = {
  published: "public, max-age=0, s-maxage=60",
  // Short, so that an address asked for just before its release is there just after it.
  missing: "public, max-age=0, s-maxage=5",
  built: "public, max-age=31536000, immutable",
  never: "no-store",
}

export function cacheControlOf(cache: CacheClass): string {
  return CACHE_CONTROL[cache]
}
