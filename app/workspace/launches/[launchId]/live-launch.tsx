"use client"

import { useRouter } from "next/navigation"
import { useEffect, useRef, useState } from "react"

type Props = { id: string; pulse: string; isOver: boolean; isQuiet: boolean }

/** Listens for what happens to the launch, and has the page made again whenever something did. Says whether it hears anything. */
export function LiveLaunch({ id, pulse, isOver, isQuiet }: Props) {
  const router = useRouter()
  const shown = useRef(pulse)
  shown.current = pulse
  const [hears, setHears] = useState<"live" | "lost" | "not yet">("not yet")
  useEffect(() => {
    if (isOver) return
    const source = new EventSource(`/workspace/launches/${id}/events`)
    source.addEventListener("open", () => setHears("live"))
    source.addEventListener("error", () => setHears("lost"))
    source.addEventListener("moved", ({ data }) => data !== shown.current && router.refresh())
    source.addEventListener("over", () => source.close())
    return () => source.close()
  }, [id, isOver, router])
  if (isOver || isQuiet || hears === "not yet") return null
  return (
    <span className="hears" data-is={hears} role="status">
      {hears === "live" ? "Updates live" : "Connecting again"}
    </span>
  )
}
