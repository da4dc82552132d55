/** Any page of a customer may ask: what is told is what everybody may read, and no cookie plays a part. */
export const ANY_ORIGIN = { "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin" }

/** What a browser asks for a page of another origin before it sends more than a plain question. */
export function preflight(methods: string, headers: string): Response {
  return new Response(null, {
    status: 204,
    headers: {
      ...ANY_ORIGIN,
      "access-control-allow-methods": methods,
      "access-control-allow-headers": headers,
      "access-control-max-age": "7200",
    },
  })
}
