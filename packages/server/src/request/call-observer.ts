/** A call that has come in. */
export interface BegunCall {
  readonly method: string;
  /** The operation's id in the contract, or the path of a document; undefined where nothing takes the call. */
  readonly operation: string | undefined;
  /** Path as the contract writes it, with its parameters in braces; undefined where no path matched. */
  readonly route: string | undefined;
  /** The headers of W3C Trace Context, as they came. */
  readonly traceParent: string | undefined;
  readonly traceState: string | undefined;
}

/** What came of a call. */
export interface AnsweredCall {
  readonly status: number;
  /** From its coming in to its answer; sending it is not counted. */
  readonly seconds: number;
}

/** Follows one call. */
export interface ObservedCall {
  /** W3C `traceparent` of the call's own span, which is handed on to the port; absent where it is not traced. */
  readonly traceParent?: string;
  end(answer: AnsweredCall): void;
}

/** The port for whoever measures or traces calls. It must not throw, and be quick: it is called within every call. */
export interface CallObserver {
  begin(call: BegunCall): ObservedCall;
}
