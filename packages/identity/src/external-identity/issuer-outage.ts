/** The issuer's keys cannot be had now. */
export class IssuerUnavailable extends Error {
  override readonly name = "IssuerUnavailable";
}

/** Keeps an issuer that has failed from being asked again by every token that comes. */
export class IssuerOutage {
  readonly #issuer: string;
  readonly #retryMs: number;
  readonly #now: () => number;
  #last: { readonly error: IssuerUnavailable; readonly until: number } | undefined;

  /** @param now a monotonic clock, in milliseconds, as `retryMs` */
  constructor(issuer: string, retryMs: number, now: () => number) {
    this.#issuer = issuer;
    this.#retryMs = retryMs;
    this.#now = now;
  }

  /** As `fetch`, but rejects at once while the outage lasts. */
  readonly fetch = async (...request: Parameters<typeof fetch>): Promise<Response> => {
    const current = this.#current();
    if (current !== undefined) throw current.error;
    return fetch(...request);
  };

  /** The outage that a failure begins, or is part of: tokens that shared an attempt share what came of it. */
  of(cause: unknown): IssuerUnavailable {
    if (cause instanceof IssuerUnavailable) return cause;
    const current = this.#current();
    if (current !== undefined) return current.error;
    const error = new IssuerUnavailable(`The keys of ${this.#issuer} cannot be had.`, { cause });
    this.#last = { error, until: this.#now() + this.#retryMs };
    return error;
  }

  #current() {
    if (this.#last !== undefined && this.#now() >= this.#last.until) this.#last = undefined;
    return this.#last;
  }
}
