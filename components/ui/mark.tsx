import type { ReactNode } from "react"

export type Tone = "quiet" | "wait" | "live" | "wrong" | "main"

/** Drawn, not typed: no font has them all. Each is told apart by its shape alone. */
const SIGNS = {
  ring: <circle cx="7" cy="7" r="4.25" />,
  dot: <circle cx="7" cy="7" r="4.25" fill="currentColor" />,
  half: (
    <>
      <circle cx="7" cy="7" r="4.25" />
      <path d="M7 2.75a4.25 4.25 0 0 1 0 8.5z" fill="currentColor" />
    </>
  ),
  clock: (
    <>
      <circle cx="7" cy="7" r="5" />
      <path d="M7 4.25V7l2 1.5" />
    </>
  ),
  pause: <path d="M5 3v8M9 3v8" />,
  back: <path d="M5 2.5 2.5 5 5 7.5M2.5 5h5.5a3 3 0 0 1 0 6H5" />,
  check: <path d="m2.5 7.5 3 3 6-7" />,
  cross: <path d="m3.5 3.5 7 7m0-7-7 7" />,
  alert: <path d="M7 2.5v6M7 11v.5" />,
  arrow: <path d="M2 7h9.5M8 3.5 11.5 7 8 10.5" />,
}

export type Sign = keyof typeof SIGNS

/** How something stands: a sign of its own shape and a word, so that the colour only adds to it. */
export function Mark({ sign, tone, children }: { sign: Sign; tone: Tone; children: ReactNode }) {
  return (
    <span className="mark" data-tone={tone}>
      <svg
        className="sign"
        viewBox="0 0 14 14"
        width="14"
        height="14"
        aria-hidden="true"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
      >
        {SIGNS[sign]}
      </svg>
      {children}
    </span>
  )
}
