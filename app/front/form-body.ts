/** Both ways in which forms are sent; whatever else comes is no form, and counts as an empty one. */
export async function formIn(body: Uint8Array, contentType: string | undefined): Promise<FormData> {
  if (contentType === undefined || body.length === 0) return new FormData()
  try {
    return await new Response(Uint8Array.from(body), { headers: { "content-type": contentType } }).formData()
  } catch {
    return new FormData()
  }
}
