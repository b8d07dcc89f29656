/** Who hears notifications. */
export interface Listener {
  onPayload(payload: string): void;
  /** The connection is there, or there again: notifications may have been missed until now. */
  onConnect?(): void;
}

/** An open connection for notifications. */
interface Subscription {
  close(): Promise<void>;
}

type Subscribe = (
  onPayload: (payload: string) => void,
  onConnect: () => void,
) => Promise<Subscription> | undefined;

/** Listeners that share one connection. */
export interface Listeners {
  /** Resolves to the function that removes the listener. Rejects if the database is out of reach. */
  add(listener: Listener): Promise<() => void>;
  close(): Promise<void>;
}

/** The connection is opened for the first listener, and stays open for those to come. */
export function createListeners(subscribe: Subscribe): Listeners {
  const all = new Set<Listener>();
  let subscription: Promise<Subscription | undefined> | undefined;

  const open = async () => {
    const onPayload = (payload: string) => {
      for (const listener of all) listener.onPayload(payload);
    };
    const onConnect = () => {
      for (const listener of all) listener.onConnect?.();
    };
    return subscribe(onPayload, onConnect);
  };

  return {
    async add(listener) {
      all.add(listener);
      subscription ??= open();
      try {
        await subscription;
      } catch (error) {
        all.delete(listener);
        subscription = undefined;
        throw error;
      }
      return () => void all.delete(listener);
    },
    async close() {
      const opened = await subscription?.catch(() => undefined);
      await opened?.close();
    },
  };
}
