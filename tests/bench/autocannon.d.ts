// As much of it as is used: the package has no types of its own.
declare module "autocannon" {
  type Request = { method: string; headers: Record<string, string>; body?: string }
  type Options = { url: string; connections: number; duration: number; requests: Request[] }
  type Result = {
    requests: { average: number; total: number }
    latency: { p99: number }
    errors: number
    timeouts: number
    statusCodeStats?: Record<string, unknown>
  }
  export default function autocannon(options: Options): Promise<Result>
}
