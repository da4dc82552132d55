export type Asked = { url: string; method: string; token: string | null; body?: unknown }
export type PortalAnswer = { status: number; text: string }

/** One request to the demo's own portal. */
export async function askPortal({ url, method, token, body }: Asked): Promise<PortalAnswer> {
  const response = await fetch(url, {
    method,
    headers: { "content-type": "application/json", ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, text: await response.text() }
}
