import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { findFreePort } from "#db/embedded/free-port.ts"
import { findNginx, type Nginx, startNginx } from "#tests/support/nginx.ts"
import { until } from "#tests/support/until.ts"
import { childrenOf, pin } from "./cores.ts"
import { headerOf, type Recorded } from "./record-answer.ts"

/** A server that answers, with every process that works for its answers. */
export type NginxSide = AsyncDisposable & { url: string; pid: number; helpers: number[] }

const BY_NGINX = ["date", "connection", "keep-alive", "transfer-encoding", "content-length", "content-type", "etag"]

/** Files with the bytes and the headers of our answers, sent by nginx as it sends files: the limit of what this machine can do. */
export async function startStaticNginx(answers: Recorded[]): Promise<NginxSide> {
  const folder = await mkdtemp(join(tmpdir(), "curtain-static-"))
  const port = await findFreePort()
  for (const { path, body } of answers) {
    await mkdir(dirname(join(folder, "files", path)), { recursive: true })
    await writeFile(join(folder, "files", path), body)
  }
  await writeFile(join(folder, "nginx.conf"), configuration(folder, port, answers))
  const child = spawn(findNginx() ?? "nginx", ["-c", join(folder, "nginx.conf"), "-p", folder], { stdio: ["ignore", "ignore", "inherit"] })
  const url = `http://127.0.0.1:${port}`
  await until(true, () => child.exitCode !== null || isThere(url))
  const close = async () => {
    if (child.exitCode === null && child.kill("SIGTERM")) await once(child, "exit")
    await rm(folder, { recursive: true, force: true })
  }
  return { url, ...measured(child.pid ?? 0), [Symbol.asyncDispose]: close }
}

/** As we ship it, in front of a portal; without TLS, since files are sent without it as well. */
export async function startShippedNginx(portal: { url: string; pid: number }): Promise<NginxSide> {
  const nginx: Nginx = await startNginx({ upstream: new URL(portal.url).host, tls: "off", host: "127.0.0.1" })
  const { pid, helpers } = measured(nginx.pid)
  return { url: `http://127.0.0.1:${nginx.port}`, pid, helpers: [...helpers, portal.pid], [Symbol.asyncDispose]: nginx.stop }
}

function measured(pid: number): { pid: number; helpers: number[] } {
  const helpers = childrenOf(pid)
  for (const one of [pid, ...helpers]) pin(one, "measured")
  return { pid, helpers }
}

async function isThere(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  )
}

/** A log line for each request, as the shipped one writes. */
function configuration(folder: string, port: number, answers: Recorded[]): string {
  return `daemon off;
${process.getuid?.() === 0 ? "user root;" : ""}
worker_processes 1;
pid ${folder}/pid;
error_log ${folder}/error warn;
events { worker_connections 1024; }
http {
  log_format told "- $request_uri $status";
  access_log ${folder}/access told;
  sendfile on;
  tcp_nodelay on;
  keepalive_requests 1000000;
  server {
    listen 127.0.0.1:${port};
    root ${folder}/files;
${answers.map(locationOf).join("\n")}
  }
}
`
}

function locationOf(answer: Recorded): string {
  const { path, headers } = answer
  const kept = headers.filter(([name]) => !BY_NGINX.includes(name))
  const added = kept.map(([name, value]) => `add_header ${name} ${JSON.stringify(value)};`).join(" ")
  return `    location = ${path} { types {} default_type "${headerOf(answer, "content-type")}"; ${added} }`
}
