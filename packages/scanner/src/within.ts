/**
 * Waits for a value, but not for ever.
 *
 * @param ms how long to wait for it, in milliseconds
 * @returns the value, or `undefined` where it has not come in time. Rejects as `value` does.
 */
export async function within<T>(ms: number, value: Promise<T>): Promise<T | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, ms, undefined);
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}
