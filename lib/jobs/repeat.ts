import type { Log } from "../kernel/log.ts"

export type Loop = { stop(): Promise<void> }

/** Does something again and again, never twice at once. A round that fails is logged, and the next one comes all the same. */
export function repeat(log: Log, name: string, every: Temporal.Duration, round: () => Promise<unknown>): Loop {
  const state: { isStopped: boolean; wake: () => void } = { isStopped: false, wake: () => {} }
  const running = loop()
  return {
    stop: async () => {
      state.isStopped = true
      state.wake()
      await running
    },
  }

  async function loop(): Promise<void> {
    while (!state.isStopped) {
      await round().catch((error: unknown) => log.warn({ err: error, loop: name }, "a round failed and will be tried again"))
      if (!state.isStopped) await pause()
    }
  }

  function pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, every.total("milliseconds"))
      state.wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
