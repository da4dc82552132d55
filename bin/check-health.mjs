// Whether the portal of this container answers, for what watches it. Plain, since it is started every few seconds.
const { PORT = "3000" } = process.env
const answer = await fetch(`http://127.0.0.1:${PORT || 3000}/api/health`, { signal: AbortSignal.timeout(4000) }).catch(() => null)
process.exitCode = answer?.ok ? 0 : 1
