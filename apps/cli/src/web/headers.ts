/** What headers are made of: pairs, an object, or headers. */
export type HeadersInput = Iterable<readonly [string, string]> | Readonly<Record<string, unknown>>;

const NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const VALUE = /^[\t -~\u0080-\u00ff]*$/;

/** The web's `Headers` (Fetch Standard, 5.1), as far as the client uses them. */
export class LightHeaders {
  readonly #values = new Map<string, string>();
  readonly #cookies: string[] = [];

  constructor(input: HeadersInput = []) {
    const pairs = isIterable(input) ? input : Object.entries(input);
    for (const [name, value] of pairs) this.append(name, String(value));
  }

  append(name: string, value: string): void {
    const before = this.get(name);
    if (name.toLowerCase() === "set-cookie") this.#cookies.push(value);
    this.set(name, before === null ? value : `${before}, ${value}`);
  }

  /** @throws {TypeError} which does not tell the value: it may be a secret */
  set(name: string, value: string): void {
    const text = String(value).trim();
    if (!NAME.test(name) || !VALUE.test(text)) throw new TypeError(`${JSON.stringify(name)} is no header`);
    this.#values.set(name.toLowerCase(), text);
  }

  get(name: string): string | null {
    return this.#values.get(name.toLowerCase()) ?? null;
  }

  has(name: string): boolean {
    return this.#values.has(name.toLowerCase());
  }

  delete(name: string): void {
    this.#values.delete(name.toLowerCase());
  }

  getSetCookie(): readonly string[] {
    return this.#cookies;
  }

  entries(): IterableIterator<[string, string]> {
    return this.#values.entries();
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries();
  }
}

function isIterable(input: HeadersInput): input is Iterable<readonly [string, string]> {
  return Symbol.iterator in input;
}
