"use client"

import { useRouter } from "next/navigation"
import { useEffect } from "react"

/** Often enough that a tick follows the deployment that somebody has just sent. */
const EVERY_MS = 3000

/** Looks again while the page is looked at, so that a step is ticked without anybody reloading. */
export function Watch() {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && router.refresh(), EVERY_MS)
    return () => clearInterval(timer)
  }, [router])
  return null
}
