const HOST_AND_PORT = /^(?<host>\[[0-9a-f:.]+\]|[^:[\]/?#@\s]+)(?::(?<port>\d{1,5}))?$/i

/** `flags.internal, 10.0.0.5:4242, [::1]:4242`, each as an address says it: any spelling of a number becomes the usual one. */
export function readHostList(text: string): { hosts: string[]; wrong: string[] } {
  const entries = text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "")
  const read = entries.map((entry) => ({ entry, host: canonicalHost(entry) }))
  return {
    hosts: [...new Set(read.flatMap(({ host }) => (host === null ? [] : [host])))],
    wrong: read.filter(({ host }) => host === null).map(({ entry }) => entry),
  }
}

/** `example.com` or `example.com:8080`. Null for what is not just a host, a wildcard among it. */
function canonicalHost(entry: string): string | null {
  const { host = "", port } = HOST_AND_PORT.exec(entry)?.groups ?? {}
  if (host === "" || host.includes("*") || host.endsWith(".") || !URL.canParse(`http://${host}`)) return null
  const { hostname } = new URL(`http://${host}`)
  if (port === undefined) return hostname
  return Number(port) >= 1 && Number(port) <= 65_535 ? `${hostname}:${Number(port)}` : null
}
