import { createServer } from "node:net"

export function isFreePort(port: number): Promise<boolean> {
  return tryPort(port).then(
    () => true,
    () => false,
  )
}

export function findFreePort(): Promise<number> {
  return tryPort(0)
}

function tryPort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once("error", reject)
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === "object" && address ? address.port : port))
    })
  })
}
