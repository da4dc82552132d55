"use client"

import { useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { setTheme } from "./set-theme.ts"
import { THEME_WORDS, THEMES, type Theme, themeIn } from "./theme.ts"
import { tell, useTold } from "./told.ts"

export function ThemeChoice({ chosen }: { chosen: Theme }) {
  const [theme, setChosen] = useState(chosen)
  useTold((told) => told.is === "theme" && setChosen(told.theme))
  return (
    <div className="workspace-ways">
      <select aria-label="Theme" value={theme} onChange={(event) => setTheme(themeIn(event.target.value))}>
        {THEMES.map((one) => (
          <option key={one} value={one}>
            {THEME_WORDS[one]}
          </option>
        ))}
      </select>
      <Button kind="plain" aria-haspopup="dialog" aria-keyshortcuts="?" onClick={() => tell({ is: "shortcuts" })}>
        Keys
      </Button>
    </div>
  )
}
