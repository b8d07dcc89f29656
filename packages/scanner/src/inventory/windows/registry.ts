import { cleanText } from "../../facts/text.ts";
import { type Element, textOf } from "../../wsman/envelope.ts";
import { CIMV2 } from "../../wsman/messages.ts";
import type { End, WindowsReader } from "./reader.ts";
import { flag } from "./values.ts";

/** A value, or why there is none. */
export type Told<Value> = Value | { readonly end: End };

const PROVIDER = { namespace: CIMV2, className: "StdRegProv" } as const;
const HKEY_LOCAL_MACHINE = 0x80000002;
const KEY_SET_VALUE = 2;
const ERROR_ACCESS_DENIED = "5";
/** ERROR_SUCCESS, ERROR_FILE_NOT_FOUND. */
const FOUND_OR_NOT: readonly string[] = ["0", "2"];

/** Calls a method of the registry's provider, for a key of the machine's part of it. What is not found is empty. */
export async function registry(
  reader: WindowsReader,
  method: "EnumKey" | "GetStringValue",
  parameters: { readonly sSubKeyName: string; readonly sValueName?: string },
): Promise<Told<{ readonly output: Element }>> {
  const asked = { ...PROVIDER, method, parameters: { hDefKey: HKEY_LOCAL_MACHINE, ...parameters } };
  const what = `HKEY_LOCAL_MACHINE\\${cleanText(parameters.sSubKeyName)} (StdRegProv)`;
  const called = await reader.call(asked, what);
  if ("end" in called) return called;
  const returned = textOf(called.output, "ReturnValue") ?? "0";
  if (returned === ERROR_ACCESS_DENIED)
    return { end: { state: "denied", missing: [what], message: `The login may not read ${what}.` } };
  // A value may be of another kind; keys that were not told are not gone.
  if (method === "EnumKey" && !FOUND_OR_NOT.includes(returned))
    return { end: { state: "failed", message: `The host does not tell ${what}.` } };
  return called;
}

/**
 * Whether the login may do what an administrator may: asked by whether it might write where only those may. Nothing is
 * written. What Windows shows others of its services and tasks is a part, and it does not say so.
 */
export async function isAdministrator(reader: WindowsReader): Promise<boolean> {
  const parameters = { hDefKey: HKEY_LOCAL_MACHINE, sSubKeyName: "SOFTWARE", uRequired: KEY_SET_VALUE };
  const called = await reader.call({ ...PROVIDER, method: "CheckAccess", parameters }, "what the login may");
  return "output" in called && flag(called.output, "bGranted") === true;
}
