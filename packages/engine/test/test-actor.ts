import type { Actor } from "../src/audit/actor.ts";

/** Under whose name tests change things. */
export const testActor: Actor = { kind: "command", name: "a test" };
