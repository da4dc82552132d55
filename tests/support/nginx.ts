import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { findFreePort } from "#db/embedded/free-port.ts"
import { selfSigned } from "#tests/support/self-signed.ts"
import { until } from "#tests/support/until.ts"

/** The name in the configuration that operators put their own in for. */
export const NGINX_HOST = "news.acme.example"

const SHIPPED = new URL("../../app/front/nginx.conf", import.meta.url).pathname

export type Nginx = {
  port: number
  redirectPort: number
  certificate: string
  pid: number
  /** `HIT /path 200` for each request so far: what the memory had to do with it, and what was answered. */
  log(): string[]
  stop(): Promise<void>
}

/** Null where there is no nginx on this machine: `apt-get install -y nginx-light` brings one. */
export function findNginx(): string | null {
  return ["nginx", "/usr/sbin/nginx"].find((name) => spawnSync(name, ["-v"]).status === 0) ?? null
}

type Options = {
  /** `127.0.0.1:3000`: where the portal listens. */
  upstream: string
  /** Without TLS, to be measured against what has none. */
  tls?: "on" | "off"
  host?: string
}

/** A real nginx with the configuration as it is shipped, but for what an operator has to put in, in a folder of its own. */
export async function startNginx({ upstream, tls = "on", host = NGINX_HOST }: Options): Promise<Nginx> {
  const program = findNginx()
  if (program === null) throw new Error("there is no nginx on this machine")
  const folder = mkdtempSync(join(tmpdir(), "curtain-nginx-"))
  for (const name of ["cache", "body", "proxy", "logs"]) mkdirSync(join(folder, name))
  const [port, redirectPort] = [await findFreePort(), await findFreePort()]
  const { key, certificate } = selfSigned(host)
  writeFileSync(join(folder, "fullchain.pem"), certificate)
  writeFileSync(join(folder, "privkey.pem"), key)
  writeFileSync(join(folder, "curtain.conf"), adapted({ folder, upstream, tls, host, port, redirectPort }))
  writeFileSync(join(folder, "nginx.conf"), surroundings(folder))
  const child = spawn(program, ["-c", join(folder, "nginx.conf"), "-p", folder], { stdio: ["ignore", "ignore", "inherit"] })
  await until(true, () => child.exitCode !== null || isThere(redirectPort))
  if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}: ${readFileSync(join(folder, "logs/error"), "utf8")}`)
  return {
    ...{ port, redirectPort, certificate, pid: child.pid ?? 0 },
    log: () => readFileSync(join(folder, "logs/access"), "utf8").split("\n").filter(Boolean),
    stop: async () => {
      if (child.exitCode === null && child.kill("SIGTERM")) await once(child, "exit")
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

type Adaptation = Required<Options> & { folder: string; port: number; redirectPort: number }

function adapted({ folder, upstream, tls, host, port, redirectPort }: Adaptation): string {
  const own = readFileSync(SHIPPED, "utf8")
    .replaceAll("127.0.0.1:3000", upstream)
    .replaceAll("/etc/nginx/curtain/", `${folder}/`)
    .replaceAll("/var/cache/nginx/curtain", `${folder}/cache`)
    .replaceAll(NGINX_HOST, host)
    .replaceAll("listen 443", `listen 127.0.0.1:${port}`)
    .replaceAll("listen 80", `listen 127.0.0.1:${redirectPort}`)
  return tls === "on" ? own : own.replaceAll(/^ *ssl_.*$/gm, "").replaceAll(" ssl http2", "")
}

function surroundings(folder: string): string {
  // Started by root it would change to another user, who may not enter the folder.
  const user = process.getuid?.() === 0 ? "user root;" : ""
  return `daemon off;
${user}
worker_processes 1;
pid ${folder}/pid;
error_log ${folder}/logs/error warn;
events { worker_connections 1024; }
http {
  log_format told "$upstream_cache_status $request_uri $status";
  access_log ${folder}/logs/access told;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  sendfile on;
  include ${folder}/curtain.conf;
}
`
}

async function isThere(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`, { redirect: "manual" }).then(
    () => true,
    () => false,
  )
}
