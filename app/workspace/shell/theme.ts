export const THEMES = ["system", "light", "dark"] as const
export type Theme = (typeof THEMES)[number]

/** Read by the server, so that the first picture is the right one already. */
export const THEME_COOKIE = "curtain-theme"

export function themeIn(text: string | undefined): Theme {
  return THEMES.find((theme) => theme === text) ?? "system"
}

export const THEME_WORDS: Record<Theme, string> = { system: "As the system", light: "Light", dark: "Dark" }
