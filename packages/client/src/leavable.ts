/**
 * An iterator that can be left at any time: `return()` ends a pending `next()`, where a generator's own would wait for it.
 *
 * @param make makes the generator; its signal is aborted when the iterator is left
 */
export function leavable<T>(
  make: (left: AbortSignal) => AsyncGenerator<T, void, undefined>,
): AsyncGenerator<T, void, undefined> {
  const leaving = new AbortController();
  const inner = make(leaving.signal);
  const ended: IteratorReturnResult<void> = { done: true, value: undefined };

  async function next(): Promise<IteratorResult<T, void>> {
    try {
      return await inner.next();
    } catch (error) {
      if (leaving.signal.aborted) return ended;
      throw error;
    }
  }
  async function leave(): Promise<IteratorResult<T, void>> {
    leaving.abort();
    // What it was waiting for is no use any more, nor is how that ended.
    await inner.return().catch(() => {});
    return ended;
  }
  const iterator = {
    next,
    return: leave,
    async throw(error: unknown) {
      await leave();
      throw error;
    },
    [Symbol.asyncIterator]: () => iterator,
    // Not every platform has the symbol yet.
    [Symbol.asyncDispose ?? "@@asyncDispose"]: async () => void (await leave()),
  };
  return iterator;
}
