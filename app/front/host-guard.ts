const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/

/** A request for another host is not ours to answer: a name that leads here by rebinding sees nothing, and no link is made from it. */
export function isOurHost(host: string | undefined, publicUrl: URL): boolean {
  if (host === undefined) return false
  const asked = host.toLowerCase()
  return asked === publicUrl.host || asked === hostWithPort(publicUrl) || isLoopback(asked)
}

export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host)
}

function hostWithPort({ hostname, port, protocol }: URL): string {
  return `${hostname}:${port || (protocol === "https:" ? "443" : "80")}`
}
