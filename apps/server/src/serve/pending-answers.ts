import type { ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

/** Requests that one connection may have waiting for their answers; who pipelines more of them wants no answers. */
const MOST_PIPELINED = 32;

/** The answers that a connection waits for, the oldest first. */
export interface Answers {
  /** Notes a response, until it is sent; false where there are too many on its connection. */
  add(response: ServerResponse, socket: Duplex): boolean;
  of(socket: Duplex): readonly ServerResponse[];
}

/**
 * Keeps account of what each connection waits for. An answer that nobody takes within `takeMs` ends its connection; one that
 * is written part by part, where nothing more of it is taken for as long.
 */
export function trackAnswers(takeMs: number): Answers {
  const waiting = new WeakMap<Duplex, Set<ServerResponse>>();
  return {
    of: (socket) => [...(waiting.get(socket) ?? [])],
    add(response, socket) {
      const answers = waiting.get(socket) ?? new Set();
      waiting.set(socket, answers.add(response));
      let timer: NodeJS.Timeout | undefined;
      let isStuck = false;
      const parts = setInterval(() => {
        if (isStuck) socket.destroy();
        isStuck = response.writableNeedDrain;
      }, takeMs);
      response.on("drain", () => {
        isStuck = false;
      });
      response.once("prefinish", () => {
        timer = setTimeout(() => socket.destroy(), takeMs);
      });
      response.once("close", () => {
        clearTimeout(timer);
        clearInterval(parts);
        answers.delete(response);
      });
      return answers.size <= MOST_PIPELINED;
    },
  };
}
