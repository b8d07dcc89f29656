import { type KerberosFaultKind, kindOf } from "./faults.ts";
import { loadLibrary } from "./library.ts";

/** Something that lives in the library's memory: a name, credentials, a context. */
export type Handle = bigint | null;

/** What the library says where it does not do what it was asked. */
export class GssError extends Error {
  override readonly name = "GssError";
  readonly kind: KerberosFaultKind;

  /** @param code the mechanism's own, as its tables have it: signed */
  constructor(code: number, text: string, kind: KerberosFaultKind = kindOf(code)) {
    super(text);
    this.kind = kind;
  }
}

/** A step of a context that is being made. */
export interface GssStep {
  readonly context: Handle;
  /** To be sent; empty where there is nothing more to say. */
  readonly token: Buffer;
  readonly done: boolean;
}

/** Where a cache of tickets, or a keytab, is. */
export type CredentialStore = Readonly<Record<"client_keytab" | "ccache", string>>;

/** As much of GSSAPI (RFC 2743, 2744) as it takes to log in by Kerberos. What waits for a KDC waits in a thread. */
export interface Gssapi {
  acquireByPassword(principal: string, password: string): Promise<Handle>;
  acquireFrom(principal: string, store: CredentialStore): Promise<Handle>;
  /** Seconds until the credentials end; gets them, where they are yet to be got. */
  lifetime(credentials: Handle): Promise<number>;
  /**
   * The next step of a context with a service (`HTTP@host.example`) that has to prove itself.
   *
   * @param context null to begin with
   */
  initiate(step: {
    readonly context: Handle;
    readonly credentials: Handle;
    readonly service: string;
    readonly binding?: Uint8Array | undefined;
    readonly token?: Uint8Array | undefined;
  }): Promise<GssStep>;
  /** Who the other end is (`HTTP/host.example@EXAMPLE`), and whether it has proved so, and messages can be sealed. */
  peer(context: Handle): { readonly name: string; readonly proved: boolean; readonly sealing: boolean };
  seal(context: Handle, text: Uint8Array): { readonly signature: Buffer; readonly data: Buffer };
  unseal(context: Handle, sealed: Uint8Array): Buffer;
  releaseCredentials(credentials: Handle): void;
  releaseContext(context: Handle): void;
}

const NO_LIMIT = 0xffffffff;
const INITIATE = 1;
const Flag = { mutual: 2, replay: 4, sequence: 8, confidential: 16, integrity: 32 } as const;
const ASKED = Flag.mutual | Flag.replay | Flag.sequence | Flag.confidential | Flag.integrity;
/** Of IOV buffers (RFC 4121 in MIT's `gssapi_ext.h`). */
const Piece = { data: 1, header: 2, padding: 9, allocate: 0x10000 } as const;

/** In the upper half of a status: an error. */
const isError = (status: number) => status >>> 16 !== 0;

const oid = (hex: string) => ({ length: hex.length / 2, elements: Buffer.from(hex, "hex") });
const KRB5 = oid("2a864886f712010202");
const PRINCIPAL_NAME = oid("2a864886f71201020201");
const SERVICE_NAME = oid("2a864886f71201020104");
const OF_KRB5 = { count: 1, elements: KRB5 };

/** A buffer of the library's. */
interface NativeBuffer {
  length: number | bigint;
  value: unknown;
}

/** A part of a message that is sealed. */
interface NativePiece {
  readonly type: number;
  readonly buffer: NativeBuffer;
}

const NOTHING = Buffer.alloc(0);
const empty = (): NativeBuffer => ({ length: 0, value: null });
/** Where the library writes a number, or what it has made, to. */
const number = (): [number] => [0];
const nothingYet = (): [Handle] => [null];
const tiedTo = (binding: Uint8Array) => ({
  initiatorType: 0,
  initiator: empty(),
  acceptorType: 0,
  acceptor: empty(),
  data: given(binding),
});
const given = (bytes: Uint8Array): NativeBuffer => ({ length: bytes.length, value: bytes });

/**
 * Loads MIT's library.
 *
 * @throws Error where the package koffi or the library is not there.
 */
export async function loadGssapi(library?: string): Promise<Gssapi> {
  const {
    view,
    importName,
    releaseName,
    displayName,
    displayStatus,
    releaseBuffer,
    withPassword,
    acquire,
    inquireCredentials,
    initiateContext,
    inquireContext,
    wrapIov,
    releaseIov,
    unwrap,
    deleteContext,
    releaseCred,
  } = await loadLibrary(library);

  type Native = typeof importName;
  /** In a thread of the pool. */
  const wait = (native: Native, ...parameters: readonly unknown[]) =>
    new Promise<number>((resolve, reject) =>
      native.async(...parameters, (error: unknown, status: number) =>
        error ? reject(error) : resolve(status),
      ),
    );

  const copy = ({ length, value }: NativeBuffer): Buffer =>
    Number(length) === 0 ? NOTHING : Buffer.from(new Uint8Array(view(value, Number(length))));

  /** What the library has written to a buffer of its own, which is given back. */
  const take = (from: NativeBuffer): Buffer => {
    const bytes = copy(from);
    releaseBuffer([0], from);
    return bytes;
  };

  const check = (status: number, [minor]: readonly [number]): void => {
    if (!isError(status)) return;
    const text = empty();
    // Of the mechanism: the general text says no more than "unspecified failure".
    displayStatus([0], minor, 2, KRB5, [0], text);
    throw new GssError(minor | 0, take(text).toString().replaceAll("\0", ""));
  };

  const named = async <T>(
    text: string,
    type: typeof PRINCIPAL_NAME,
    use: (name: Handle) => T | Promise<T>,
  ): Promise<T> => {
    const minor = number();
    const name = nothingYet();
    check(importName(minor, given(Buffer.from(text)), type, name), minor);
    try {
      return await use(name[0]);
    } finally {
      releaseName([0], name);
    }
  };

  return {
    acquireByPassword: (principal, password) =>
      named(principal, PRINCIPAL_NAME, async (name) => {
        const minor = number();
        const made = nothingYet();
        const secret = given(Buffer.from(password));
        const status = await wait(
          withPassword,
          minor,
          name,
          secret,
          NO_LIMIT,
          OF_KRB5,
          INITIATE,
          made,
          null,
          null,
        );
        check(status, minor);
        return made[0];
      }),

    acquireFrom: (principal, store) =>
      named(principal, PRINCIPAL_NAME, async (name) => {
        const minor = number();
        const made = nothingYet();
        const elements = Object.entries(store).map(([key, value]) => ({ key, value }));
        const from = { count: elements.length, elements };
        const status = await wait(acquire, minor, name, NO_LIMIT, OF_KRB5, INITIATE, from, made, null, null);
        check(status, minor);
        return made[0];
      }),

    async lifetime(credentials) {
      const minor = number();
      const seconds = number();
      check(await wait(inquireCredentials, minor, credentials, null, seconds, null, null), minor);
      return seconds[0];
    },

    initiate: ({ context, credentials, service, binding, token }) =>
      named(service, SERVICE_NAME, async (name) => {
        const minor = number();
        const made: [Handle] = [context];
        const output = empty();
        const tied = binding === undefined ? null : tiedTo(binding);
        const input = token === undefined ? null : given(token);
        const status = await wait(
          initiateContext,
          minor,
          credentials,
          made,
          name,
          KRB5,
          ASKED,
          0,
          tied,
          input,
          null,
          output,
          null,
          null,
        );
        const next = take(output);
        // The library begins no context that fails at once; one that was begun stays its owner's.
        check(status, minor);
        return { context: made[0], token: next, done: status === 0 };
      }),

    peer(context) {
      const minor = number();
      const name = nothingYet();
      const flags = number();
      check(inquireContext(minor, context, null, name, null, null, flags, null, null), minor);
      const text = empty();
      const status: number = displayName(minor, name[0], text, null);
      releaseName([0], name);
      check(status, minor);
      const [agreed] = flags;
      const sealing = Flag.confidential | Flag.integrity;
      return {
        name: take(text).toString(),
        proved: (agreed & Flag.mutual) !== 0,
        sealing: (agreed & sealing) === sealing,
      };
    },

    seal(context, text) {
      const minor = number();
      const state = number();
      // It is encrypted where it stands.
      const data = Buffer.from(text);
      const pieces: [NativePiece, NativePiece, NativePiece] = [
        { type: Piece.header | Piece.allocate, buffer: empty() },
        { type: Piece.data, buffer: given(data) },
        { type: Piece.padding | Piece.allocate, buffer: empty() },
      ];
      check(wrapIov(minor, context, 1, 0, state, pieces, pieces.length), minor);
      const [signature, padding] = [copy(pieces[0].buffer), copy(pieces[2].buffer)];
      releaseIov([0], pieces, pieces.length);
      if (state[0] !== 1) throw new GssError(0, "the message was not sealed");
      return { signature, data: Buffer.concat([data, padding]) };
    },

    unseal(context, sealed) {
      const minor = number();
      const output = empty();
      const state = number();
      const status: number = unwrap(minor, context, given(sealed), output, state, null);
      check(status, minor);
      const text = take(output);
      // In the lower half of a status: it came before, or others were to come before it.
      if (status !== 0) throw new GssError(0, "the message is not the next one");
      if (state[0] !== 1) throw new GssError(0, "the message was signed, but not sealed");
      return text;
    },

    releaseCredentials: (credentials) => releaseCred([0], [credentials]),
    releaseContext: (context) => deleteContext([0], [context], null),
  };
}
