"use client"

import Link from "next/link"
import { useRouter } from "next/navigation"
import { type ReactNode, useEffect, useId, useRef } from "react"

type Props = {
  title: string
  /** The address of the page without it. */
  closeHref: string
  /** The element that opened it: the focus goes back there. */
  openerId: string
  children: ReactNode
}

/** Detail beside a list that keeps its place. Part of the address, so that it can be sent to somebody and opens without JavaScript. */
export function Drawer({ title, closeHref, openerId, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  const router = useRouter()
  const id = useId()
  useEffect(() => {
    heading.current?.focus({ preventScroll: true })
    return () => document.getElementById(openerId)?.focus({ preventScroll: true })
  }, [openerId])
  useEffect(() => {
    const close = (event: KeyboardEvent) => {
      if (event.key === "Escape" && document.querySelector("dialog[open]") === null) router.push(closeHref, { scroll: false })
    }
    document.addEventListener("keydown", close)
    return () => document.removeEventListener("keydown", close)
  }, [router, closeHref])
  return (
    <aside className="drawer" aria-labelledby={id}>
      <header>
        <h2 id={id} ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <Link className="button" data-kind="plain" href={closeHref} scroll={false} prefetch={false}>
          Close
        </Link>
      </header>
      <div className="drawer-body">{children}</div>
    </aside>
  )
}
