import { type Der, der, readAll, readInside } from "./der.ts";

const OBJECT_IDENTIFIER = 0x06;
const OCTETS = 0x04;
const ENUMERATED = 0x0a;
const SEQUENCE = 0x30;
const INIT = 0x60;
const RESPONSE = 0xa1;
/** The fields of a sequence, by their numbers. */
const field = (number: number) => 0xa0 + number;

const SPNEGO = der(OBJECT_IDENTIFIER, Buffer.from("2b0601050502", "hex"));

/** A mechanism of SPNEGO, offered alone. */
export interface SpnegoMechanism {
  /** What a host may choose: the mechanism, by its names. */
  readonly names: readonly [Buffer, ...Buffer[]];
  /** The list that is offered. Both ends may sign it, so that nobody else has changed it. */
  readonly list: Buffer;
}

const mechanism = (...names: readonly [string, ...string[]]): SpnegoMechanism => {
  const [name, ...others] = names;
  const first = der(OBJECT_IDENTIFIER, Buffer.from(name, "hex"));
  const more = others.map((other) => der(OBJECT_IDENTIFIER, Buffer.from(other, "hex")));
  return { names: [first, ...more], list: der(SEQUENCE, first) };
};

/** 1.3.6.1.4.1.311.2.2.10 (MS-SPNG, 1.9). */
export const NTLM: SpnegoMechanism = mechanism("2b06010401823702020a");

/** 1.2.840.113554.1.2.2, and 1.2.840.48018.1.2.2 as Windows has it, too (MS-SPNG, 3.1.5.2). */
export const KERBEROS: SpnegoMechanism = mechanism("2a864886f712010202", "2a864882f712010202");

/** What a host answers (RFC 4178, 4.2.2). */
export interface SpnegoResponse {
  readonly rejected: boolean;
  /** The mechanism's own message. */
  readonly token: Buffer | undefined;
  /** The host's signature of the list. */
  readonly signature: Buffer | undefined;
}

/** Offers a mechanism, with its first message. */
export function offer({ list }: SpnegoMechanism, message: Buffer): Buffer {
  const init = der(SEQUENCE, der(field(0), list), der(field(2), der(OCTETS, message)));
  return der(INIT, SPNEGO, der(field(0), init));
}

/** Goes on with the mechanism's next message, and our signature of the list, if it has one. */
export function proceed(message: Buffer, signature?: Buffer): Buffer {
  const signed = signature === undefined ? [] : [der(field(3), der(OCTETS, signature))];
  return der(RESPONSE, der(SEQUENCE, der(field(2), der(OCTETS, message)), ...signed));
}

const REJECT = 2;

/** Reads what a host answers; `undefined` where it is no answer, or chooses a mechanism that was not offered. */
export function readResponse(data: Buffer, { names }: SpnegoMechanism): SpnegoResponse | undefined {
  const [sequence] = readInside(data, RESPONSE) ?? [];
  const fields = sequence?.tag === SEQUENCE ? readAll(sequence.body) : undefined;
  if (fields === undefined) return undefined;
  const state = valueIn(fields, 0, ENUMERATED);
  const chosen = valueIn(fields, 1, OBJECT_IDENTIFIER);
  if (chosen !== undefined && !names.some((name) => der(OBJECT_IDENTIFIER, chosen).equals(name)))
    return undefined;
  return {
    rejected: state?.[0] === REJECT,
    token: valueIn(fields, 2, OCTETS),
    signature: valueIn(fields, 3, OCTETS),
  };
}

/** What is in a field of this number, if it has this tag. */
function valueIn(fields: readonly Der[], number: number, tag: number): Buffer | undefined {
  const found = fields.find((one) => one.tag === field(number));
  const [value] = (found && readAll(found.body)) ?? [];
  return value?.tag === tag ? value.body : undefined;
}
