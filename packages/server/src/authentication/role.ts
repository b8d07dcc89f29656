import type { Caller, Problem } from "@hostscan/core";

/** Refuses a caller whose role is not among those the contract admits to an operation (`x-roles`). */
export function roleProblem(caller: Caller, admitted: readonly string[]): Problem | undefined {
  if (admitted.includes(caller.role)) return undefined;
  const needed = admitted.join(" or ");
  return { kind: "forbidden", detail: `The role of the token is ${caller.role}; the call needs ${needed}.` };
}
