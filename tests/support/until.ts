/** Asks again and again until the answer is the one; says what it was instead. Works in tests that run side by side, where expect.poll does not. */
export async function until<Value>(wanted: Value, ask: () => Value | Promise<Value>, withinMs = 20_000): Promise<void> {
  const begun = performance.now()
  for (;;) {
    const answer = await ask()
    if (answer === wanted) return
    if (performance.now() - begun > withinMs) throw new Error(`after ${Math.round(withinMs / 1000)} s it is ${answer}, not ${wanted}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
