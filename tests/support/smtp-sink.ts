import { once } from "node:events"
import type { AddressInfo, Socket } from "node:net"
import { buffer } from "node:stream/consumers"
import { type ParsedMail, simpleParser } from "mailparser"
import { SMTPServer, type SMTPServerSession } from "smtp-server"

export type SunkMail = { from: string; to: string[]; raw: string }

export type SmtpRefusal = { code: number; message: string }

export type SmtpSink = {
  url: string
  mails: SunkMail[]
  parsed(place: number): Promise<ParsedMail>
  /** What the server says to the next commands, by where; until it is taken back with null. */
  refuses: {
    connection: SmtpRefusal | null
    login: SmtpRefusal | null
    recipient: ((address: string) => SmtpRefusal | null) | null
    data: SmtpRefusal | null
  }
  /** Takes the message in, and cuts the connection instead of saying so. */
  cutsAfterData: boolean
  /** Takes the message in and never says so. */
  hangsAfterData: boolean
  stop(): Promise<void>
}

/** A mail server on loopback that keeps what it gets. */
export async function startSmtpSink(): Promise<SmtpSink> {
  const mails: SunkMail[] = []
  const sink: Omit<SmtpSink, "url" | "stop" | "parsed"> = {
    mails,
    refuses: { connection: null, login: null, recipient: null, data: null },
    cutsAfterData: false,
    hangsAfterData: false,
  }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    logger: false,
    closeTimeout: 100,
    onConnect: (_, done) => done(refusalOf(sink.refuses.connection)),
    onAuth: ({ username }, _, done) => (sink.refuses.login ? done(refusalOf(sink.refuses.login)) : done(null, { user: username ?? "" })),
    onRcptTo: ({ address }, _, done) => done(refusalOf(sink.refuses.recipient?.(address) ?? null)),
    // A client that dies in the middle has handed nothing over.
    onData: (stream, session, done) => void buffer(stream).then((raw) => takeIn({ sink, sockets }, { raw, session, done }), done),
  })
  const sockets = new Map<number, Socket>()
  server.server.on("connection", (socket) => void sockets.set(socket.remotePort ?? 0, socket))
  server.on("error", () => {})
  await once(server.listen(0, "127.0.0.1"), "listening")
  const { port } = server.server.address() as AddressInfo
  return Object.assign(sink, {
    url: `smtp://user:password@127.0.0.1:${port}`,
    parsed: async (place: number) => simpleParser(mails.at(place)?.raw ?? ""),
    stop: () => new Promise<void>((done) => server.close(() => done())),
  })
}

type Arrived = { raw: Buffer; session: SMTPServerSession; done: (error?: Error | null) => void }

type Sink = Pick<SmtpSink, "mails" | "refuses" | "cutsAfterData" | "hangsAfterData">

function takeIn({ sink, sockets }: { sink: Sink; sockets: ReadonlyMap<number, Socket> }, arrived: Arrived): void {
  const { raw, session, done } = arrived
  if (sink.refuses.data) {
    done(refusalOf(sink.refuses.data))
    return
  }
  const { mailFrom, rcptTo } = session.envelope
  sink.mails.push({ from: mailFrom ? mailFrom.address : "", to: rcptTo.map(({ address }) => address), raw: raw.toString("utf8") })
  if (sink.hangsAfterData) return
  if (sink.cutsAfterData) sockets.get(session.remotePort)?.destroy()
  else done()
}

function refusalOf(refusal: SmtpRefusal | null): Error | null {
  return refusal === null ? null : Object.assign(new Error(refusal.message), { responseCode: refusal.code })
}
