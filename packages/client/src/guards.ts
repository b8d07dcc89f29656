import { HostScanError, HostScanRequestError } from "./errors.ts";
import { check } from "./limit.ts";
import type { Middleware } from "./openapi-fetch.ts";

/** Tells what the caller's own functions threw, and our errors, from what the platform and openapi-fetch throw. */
export interface Guards {
  /** Marks an error as one to come through as it is. */
  pass(error: unknown): unknown;
  passes(error: unknown): boolean;
  /** A middleware whose errors come through; the same one for the same middleware. */
  around(middleware: Middleware): Middleware;
  /** A function of the caller's, whose errors come through. */
  own<A extends unknown[], R>(act: (...given: A) => R): (...given: A) => R;
  /** A function of middlewares, given these as they are guarded. */
  each(act: (...middleware: Middleware[]) => void): (...middleware: Middleware[]) => void;
}

export function createGuards(): Guards {
  const passing = new WeakSet<object>();
  const guarded = new WeakMap<Middleware, Middleware>();

  function pass(error: unknown): unknown {
    if (typeof error === "object" && error !== null) passing.add(error);
    return error;
  }

  /** Calls a function of a middleware. */
  async function run<T>(act: () => T | Promise<T>): Promise<T> {
    try {
      const result = await act();
      // An `onError` gives the error that is to be thrown.
      if (result instanceof Error) pass(result);
      return result;
    } catch (error) {
      throw pass(error);
    }
  }

  function around(middleware: Middleware): Middleware {
    const known = guarded.get(middleware);
    if (known) return known;
    const guard: Middleware = {
      onRequest: (given) => run(() => middleware.onRequest?.(given)),
      onResponse: (given) => run(() => middleware.onResponse?.(given)),
      onError: (given) => run(() => middleware.onError?.(given)),
    };
    guarded.set(middleware, guard);
    return guard;
  }

  return {
    pass,
    around,
    own(act) {
      check("function", { "validate or serializer": act });
      return (...given) => {
        try {
          return act(...given);
        } catch (error) {
          throw pass(error);
        }
      };
    },
    // The platform and openapi-fetch throw nothing but objects.
    passes: (error) =>
      typeof error !== "object" || error === null || error instanceof HostScanError || passing.has(error),
    each:
      (act) =>
      (...middleware) => {
        for (const one of middleware)
          if (typeof one !== "object" || one === null)
            throw new HostScanRequestError("a middleware is an object with onRequest, onResponse or onError");
        act(...middleware.map(around));
      },
  };
}
