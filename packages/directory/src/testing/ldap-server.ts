import { once } from "node:events";
import { createServer as createPlainServer, type Server, type Socket } from "node:net";
import { createServer, TLSSocket } from "node:tls";
import { makeCertificate, type SelfSigned } from "@hostscan/scanner/testing";
import { BerReader, BerWriter, PagedResultsControl } from "ldapts";

/** What a fixture was asked. */
export interface FixtureLdapCall {
  readonly id: number;
  /** The tag of the operation. */
  readonly operation: number;
  /** Of the page that is asked for: its size and where it begins. */
  readonly page?: { readonly size: number; readonly from: number };
  /** The whole of it. */
  readonly bytes: Buffer;
}

/** What a fixture does. Everything has a default: it takes every login, and has no computers. */
export interface FixtureLdapOptions {
  /** One that is its own authority; else one is made. */
  readonly certificate?: SelfSigned;
  /** How many computers it has, wherever they are looked for: `host-0.example.test` and on. */
  readonly computers?: number;
  /** Begins without TLS, and makes it secure when it is asked to. */
  readonly startTls?: boolean;
  /** Answers a call in its own way; what it leaves alone is answered as by default. */
  readonly onCall?: (call: FixtureLdapCall, socket: Socket) => boolean | undefined;
}

/** A directory made after RFC 4511: no proof of what a real one does. */
export interface FixtureLdap extends AsyncDisposable {
  readonly url: string;
  /** Of its certificate. */
  readonly thumbprint: string;
  /** PEM. */
  readonly certificate: string;
  /** What it was asked, in order. */
  readonly calls: readonly FixtureLdapCall[];
  /** Settles once it has no connection. */
  untilDeserted(): Promise<void>;
  stop(): Promise<void>;
}

/** Tags of operations. */
export const LDAP = {
  bind: 0x60,
  unbind: 0x42,
  search: 0x63,
  extended: 0x77,
  bindDone: 0x61,
  entry: 0x64,
  searchDone: 0x65,
  reference: 0x73,
  extendedDone: 0x78,
} as const;

/** Starts a fixture directory on a loopback port. */
export async function startFixtureLdap(options: FixtureLdapOptions = {}): Promise<FixtureLdap> {
  const { computers = 0, startTls = false, onCall, certificate = await makeCertificate() } = options;
  const calls: FixtureLdapCall[] = [];
  const sockets = new Set<Socket>();
  const serve = (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => {
      sockets.delete(socket);
      server.emit("left");
    });
    readCalls(socket, (call) => {
      calls.push(call);
      if (onCall?.(call, socket)) return;
      if (call.operation === LDAP.bind) socket.write(ldapResult(call.id, LDAP.bindDone));
      else if (call.operation === LDAP.search) socket.write(pageOf(call, computers));
      else if (call.operation === LDAP.extended) {
        socket.removeAllListeners("data");
        socket.write(ldapResult(call.id, LDAP.extendedDone));
        const { key, cert } = certificate;
        serve(new TLSSocket(socket, { isServer: true, key, cert }));
      }
    });
  };
  const server: Server = startTls
    ? createPlainServer(serve)
    : createServer({ key: certificate.key, cert: certificate.cert }, serve);
  server.on("tlsClientError", () => {});
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const stop = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    url: `${startTls ? "ldap" : "ldaps"}://127.0.0.1:${port}`,
    thumbprint: certificate.thumbprint,
    certificate: certificate.cert,
    calls,
    async untilDeserted() {
      while (sockets.size > 0) await once(server, "left");
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function readCalls(socket: Socket, onCall: (call: FixtureLdapCall) => void): void {
  let held: Buffer = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    for (;;) {
      const reader = new BerReader(held);
      if (reader.readSequence() === null || reader.remain < reader.length) return;
      const bytes = held.subarray(0, reader.offset + reader.length);
      held = held.subarray(bytes.length);
      onCall(callOf(bytes));
    }
  });
}

function callOf(bytes: Buffer): FixtureLdapCall {
  const reader = new BerReader(bytes);
  reader.readSequence();
  const id = reader.readInt() ?? 0;
  const operation = reader.readSequence() ?? 0;
  const control = bytes.indexOf(PagedResultsControl.type);
  if (control < 0) return { id, operation, bytes };
  // Behind the control's name: whether it is critical, and its value.
  const value = new BerReader(bytes.subarray(control + PagedResultsControl.type.length));
  value.readBoolean();
  const page = new BerReader(value.readString(4, true) ?? Buffer.alloc(0));
  page.readSequence();
  return { id, operation, bytes, page: { size: page.readInt() ?? 0, from: Number(page.readString()) } };
}

/** Elements one behind the other. */
export function ldapMessage(id: number, write: (writer: BerWriter) => void): Buffer {
  const writer = new BerWriter();
  writer.startSequence();
  writer.writeInt(id);
  write(writer);
  writer.endSequence();
  return writer.buffer;
}

/** The end of an operation. */
export function ldapResult(
  id: number,
  tag: number,
  { status = 0, said = "", cookie }: { status?: number; said?: string; cookie?: string } = {},
): Buffer {
  return ldapMessage(id, (writer) => {
    writer.startSequence(tag);
    writer.writeEnumeration(status);
    writer.writeString("");
    writer.writeString(said);
    writer.endSequence();
    if (cookie === undefined) return;
    writer.startSequence(0xa0);
    new PagedResultsControl({ value: { size: 0, cookie: Buffer.from(cookie) } }).write(writer);
    writer.endSequence();
  });
}

/** An entry with one value for each attribute. */
export function ldapEntry(id: number, dn: string, attributes: Readonly<Record<string, string>>): Buffer {
  return ldapMessage(id, (writer) => {
    writer.startSequence(LDAP.entry);
    writer.writeString(dn);
    writer.startSequence();
    for (const [name, value] of Object.entries(attributes)) {
      writer.startSequence();
      writer.writeString(name);
      writer.startSequence(0x31);
      writer.writeString(value);
      writer.endSequence();
      writer.endSequence();
    }
    writer.endSequence();
    writer.endSequence();
  });
}

function pageOf({ id, page }: FixtureLdapCall, computers: number): Buffer {
  const { size, from } = page ?? { size: computers, from: 0 };
  const end = Math.min(computers, from + size);
  const entries = Array.from({ length: end - from }, (_, at) => {
    const name = `host-${from + at}`;
    const attributes = { name, dNSHostName: `${name}.example.test`, userAccountControl: "4096" };
    return ldapEntry(id, `CN=${name},OU=Servers,DC=example,DC=test`, attributes);
  });
  const done = ldapResult(id, LDAP.searchDone, { cookie: end < computers ? String(end) : "" });
  return Buffer.concat([...entries, done]);
}
