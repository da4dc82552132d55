/** One call to an address somebody entered. `body` is text: JSON, as a rule. */
export type OutboundRequest = {
  url: string
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
  headers?: Record<string, string>
  body?: string
  timeoutMs: number
  /** How much of an answer is read: more than that is no answer. */
  maxBytes?: number
}

/** `refused`: our guard does not let us go there. `unreachable`: no whole answer came, and the call may have landed all the same. */
export type OutboundAnswer =
  | { is: "answered"; status: number; headers: Headers; body: string }
  | { is: "refused"; reason: string }
  | { is: "unreachable"; reason: string }

/** The one door to addresses that were entered in the portal. Never throws for what the other side does. */
export type Outbound = { send(request: OutboundRequest): Promise<OutboundAnswer> }

/** The same with what is asked when an address is entered: why it could not be called, or null. */
export type GuardedOutbound = Outbound & { objectionTo(url: string): Promise<string | null> }
