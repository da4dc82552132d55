/** How the session's cookie is called and kept. With the prefix a browser takes it over https alone, from this very host. */
export function sessionCookie(publicUrl: URL) {
  const secure = publicUrl.protocol === "https:"
  return {
    name: secure ? "__Host-curtain" : "curtain",
    options: { httpOnly: true, sameSite: "lax" as const, path: "/", secure },
  }
}
