import { metricsOfThisProcess } from "./registry.ts"

/** `path` is a route pattern and `status` a class, so that the number of series has a bound whatever is asked. */
export function observeRequest(request: { method: string; path: string; status: number; seconds: number }): void {
  const { method, path, status, seconds } = request
  metricsOfThisProcess().requestSeconds.observe({ method, route: path, status: `${Math.floor(status / 100)}xx` }, seconds)
}
