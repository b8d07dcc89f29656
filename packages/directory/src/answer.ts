import {
  BerReader,
  BindResponse,
  ExtendedResponse,
  PagedResultsControl,
  SearchEntry,
  SearchReference,
  SearchResponse,
} from "ldapts";
import { type Element, elements, noLdap, SEQUENCE } from "./ber.ts";

/** One message of a directory. */
export interface Answer {
  readonly id: number;
  readonly message: InstanceType<(typeof MESSAGES)[keyof typeof MESSAGES]>;
  /** Where the search goes on; absent where it does not. */
  readonly cookie: Buffer | undefined;
}

const [BOOLEAN, INTEGER, OCTETS, ENUMERATED, SET, CONTROLS] = [1, 2, 4, 10, 0x31, 0xa0];

const MESSAGES = {
  97: BindResponse,
  100: SearchEntry,
  101: SearchResponse,
  115: SearchReference,
  120: ExtendedResponse,
} as const;

const isKnown = (tag: number): tag is keyof typeof MESSAGES => tag in MESSAGES;

/**
 * Reads one whole message. ldapts, which reads its parts, would go round for ever where a length lies: it is given only
 * what has been found to be made as RFC 4511 says, to the last byte.
 *
 * @throws {DirectoryError} where it is not.
 */
export function readAnswer(bytes: Buffer): Answer {
  const [whole, ...behind] = elements(bytes, { tag: 0, at: 0, content: 0, end: bytes.length });
  if (whole?.tag !== SEQUENCE || behind.length > 0) throw noLdap();
  const [id, operation, controls, ...rest] = elements(bytes, whole);
  if (id === undefined || operation === undefined || rest.length > 0) throw noLdap();
  if (!isKnown(operation.tag)) throw noLdap();
  checkNumber(id, INTEGER);
  checkOperation(bytes, operation);
  const message: Answer["message"] = new MESSAGES[operation.tag]({
    messageId: bytes.readIntBE(id.content, id.end - id.content),
  });
  parse(message, bytes.subarray(operation.at, operation.end));
  const cookie = controls === undefined ? undefined : cookieOf(bytes, controls);
  return { id: message.messageId, message, cookie };
}

function parse(message: Answer["message"], bytes: Buffer): void {
  const reader = new BerReader(bytes);
  reader.readSequence();
  try {
    message.parseMessage(reader);
  } catch {
    throw noLdap();
  }
}

/** Whether a message's operation has the parts that it should. */
function checkOperation(bytes: Buffer, operation: Element): void {
  const parts = elements(bytes, operation);
  if (operation.tag === 0x73) {
    for (const part of parts) expect(part, OCTETS);
  } else if (operation.tag === 0x64) {
    const [name, attributes, ...rest] = parts;
    expect(name, OCTETS);
    if (rest.length > 0) throw noLdap();
    for (const attribute of elements(bytes, expect(attributes, SEQUENCE))) checkAttribute(bytes, attribute);
  } else {
    const [status, matched, said] = parts;
    checkNumber(status, ENUMERATED);
    expect(matched, OCTETS);
    expect(said, OCTETS);
  }
}

function checkAttribute(bytes: Buffer, attribute: Element): void {
  const [type, values, ...rest] = elements(bytes, expect(attribute, SEQUENCE));
  expect(type, OCTETS);
  if (rest.length > 0) throw noLdap();
  for (const value of elements(bytes, expect(values, SET))) expect(value, OCTETS);
}

/** The cookie of the control for paging (RFC 2696). Other controls are not for us. */
function cookieOf(bytes: Buffer, controls: Element): Buffer | undefined {
  for (const control of elements(bytes, expect(controls, CONTROLS))) {
    const [type, ...rest] = elements(bytes, expect(control, SEQUENCE));
    const { content, end } = expect(type, OCTETS);
    if (bytes.toString("latin1", content, end) !== PagedResultsControl.type) continue;
    const value = expect(
      rest.find(({ tag }) => tag !== BOOLEAN),
      OCTETS,
    );
    const [page] = elements(bytes, value);
    const [size, cookie] = elements(bytes, expect(page, SEQUENCE));
    expect(size, INTEGER);
    const told = expect(cookie, OCTETS);
    return told.end > told.content ? Buffer.from(bytes.subarray(told.content, told.end)) : undefined;
  }
  return undefined;
}

function expect(element: Element | undefined, tag: number): Element {
  if (element?.tag !== tag) throw noLdap();
  return element;
}

function checkNumber(element: Element | undefined, tag: number): void {
  const { content, end } = expect(element, tag);
  if (end - content < 1 || end - content > 4) throw noLdap();
}
