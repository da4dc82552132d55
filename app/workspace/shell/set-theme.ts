"use client"

import { THEME_COOKIE, type Theme } from "./theme.ts"
import { type SetTheme, tell } from "./told.ts"

const YEAR_SECONDS = 31_536_000

/** At once on this page, and for a year on every page of the workspace in this browser. */
export function setTheme(theme: Theme): void {
  const frame = document.querySelector<HTMLElement>(".workspace")
  if (frame !== null) frame.dataset.theme = theme
  const secure = location.protocol === "https:" ? "; secure" : ""
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is not in every browser, and this is one name with one of three words
  document.cookie = `${THEME_COOKIE}=${theme}; path=/workspace; max-age=${YEAR_SECONDS}; samesite=lax${secure}`
  tell({ is: "theme", theme } satisfies SetTheme)
}
