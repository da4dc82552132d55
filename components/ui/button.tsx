import type { ButtonHTMLAttributes } from "react"

type Props = ButtonHTMLAttributes<HTMLButtonElement> & { kind?: "main" | "launch" | "danger" | "plain" | undefined }

export function Button({ kind, className = "", type = "button", ...rest }: Props) {
  return <button {...rest} className={`button ${className}`.trim()} data-kind={kind} type={type} />
}
