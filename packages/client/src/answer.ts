import { HostScanNetworkError, HostScanProblem } from "./errors.ts";

/** What openapi-fetch makes of an exchange. */
interface Exchange<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** An answer of the expected kind, with the response it came in. */
export interface Answer<T> {
  readonly data: T;
  readonly response: Response;
}

/**
 * Awaits a call that answers without a body where it succeeds.
 *
 * @throws {HostScanProblem} for a status that is not 2xx
 * @throws {HostScanNetworkError} when there is no answer, or it breaks off; the caller's own abort comes through as it is
 */
export async function accepted(call: Promise<Exchange<unknown>>, signal?: AbortSignal): Promise<Response> {
  const { response, error } = await exchange(call, signal);
  if (!response.ok) throw new HostScanProblem(response, error);
  return response;
}

/** As {@link accepted}, for a call that answers with a body. */
export async function answered<T>(call: Promise<Exchange<T>>, signal?: AbortSignal): Promise<Answer<T>> {
  const { response, error, data } = await exchange(call, signal);
  if (!response.ok || data === undefined) throw new HostScanProblem(response, error ?? "");
  return { data, response };
}

async function exchange<T>(
  call: Promise<Exchange<T>>,
  signal: AbortSignal | undefined,
): Promise<Exchange<T>> {
  try {
    return await call;
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (error instanceof HostScanProblem) throw error;
    throw new HostScanNetworkError(error);
  }
}
