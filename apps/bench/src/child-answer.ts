import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** The next message of a child process. @throws Error where the child ends without one */
export async function childAnswer(child: ChildProcess): Promise<unknown> {
  const died = new AbortController();
  const onExit = () => died.abort(new Error("The process under test has ended"));
  child.once("exit", onExit);
  try {
    const [message]: unknown[] = await once(child, "message", died);
    return message;
  } finally {
    child.off("exit", onExit);
  }
}

/** A number that a message holds under a name. @throws Error where it holds none */
export function numberIn(message: unknown, member: string): number {
  const value: unknown = typeof message === "object" && message !== null && Reflect.get(message, member);
  if (typeof value !== "number") throw new Error(`The process under test did not tell its ${member}`);
  return value;
}
