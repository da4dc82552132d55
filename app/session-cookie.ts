type Cookie = { name: string; options: { httpOnly: true; sameSite: "lax"; path: "/"; secure: boolean; maxAge?: number } }

/** How the session's cookie is called and kept. With the prefix a browser takes it over https alone, from this very host. */
export function sessionCookie(publicUrl: URL): Cookie {
  return cookie(publicUrl, "curtain")
}

/** Whether a browser has one at all. Whether it opens anything, the database says. */
export function hasSessionCookie(header: string | undefined, publicUrl: URL): boolean {
  const { name } = sessionCookie(publicUrl)
  return (header ?? "").split(";").some((pair) => pair.trim().startsWith(`${name}=`))
}

/** Knows the browser that asked for a link; it opens nothing by itself. */
export function browserCookie(publicUrl: URL): Cookie {
  return cookie(publicUrl, "curtain-browser")
}

function cookie({ protocol }: URL, name: string): Cookie {
  const secure = protocol === "https:"
  return { name: secure ? `__Host-${name}` : name, options: { httpOnly: true, sameSite: "lax", path: "/", secure } }
}
