export type Complaint = { path: string; message: string }

/** What kind of refusal it is; every edge maps it once (HTTP status, message beside a field). */
export type RefusalKind = "not_found" | "unauthenticated" | "forbidden" | "conflict" | "invalid" | "too_large" | "unavailable"

const mark = Symbol.for("curtain.refusal")

/** The request was wrong, and the asker can do something about it. Expected outcomes are returned instead, faults stay plain errors. */
export class DomainError extends Error {
  readonly kind: RefusalKind
  readonly code: string
  readonly complaints: Complaint[]
  /** The bundler can load this module twice in one process, so `instanceof` does not hold across the two. */
  readonly [mark] = true

  constructor(kind: RefusalKind, code: string, message: string, complaints: Complaint[] = []) {
    super(message)
    this.name = "DomainError"
    this.kind = kind
    this.code = code
    this.complaints = complaints
  }
}

export function isDomainError(error: unknown): error is DomainError {
  return error instanceof Error && mark in error
}

export class NotFound extends DomainError {
  constructor(what: string) {
    super("not_found", "not_found", `There is no such ${what}.`)
  }
}

export class Forbidden extends DomainError {
  constructor(message: string) {
    super("forbidden", "forbidden", message)
  }
}

export class Invalid extends DomainError {
  constructor(complaints: Complaint[]) {
    super("invalid", "invalid", complaints.map((complaint) => complaint.message).join(" "), complaints)
  }
}

/** What the asker saw is no longer what is stored. */
export class Stale extends DomainError {
  constructor(message: string) {
    super("conflict", "stale", message)
  }
}

export class Conflict extends DomainError {
  constructor(code: string, message: string) {
    super("conflict", code, message)
  }
}
