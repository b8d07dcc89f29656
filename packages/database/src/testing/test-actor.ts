import type { Actor } from "../audit/actor.ts";

/** Under whose name tests change things. */
export const testActor: Actor = { kind: "command", name: "a test" };
