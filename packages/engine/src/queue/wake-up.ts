/** Wakes one sleeper early. A wake-up while nobody sleeps is kept for the next sleep, so that none is lost. */
export interface WakeUp {
  wake(): void;
  /** Resolves when woken, or after so many milliseconds. */
  sleep(ms: number): Promise<void>;
}

export function createWakeUp(): WakeUp {
  let awake = false;
  let rouse: (() => void) | undefined;
  return {
    wake() {
      awake = true;
      rouse?.();
    },
    async sleep(ms) {
      if (!awake) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          rouse = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      awake = false;
      rouse = undefined;
    },
  };
}
