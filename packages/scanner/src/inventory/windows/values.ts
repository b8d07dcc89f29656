import { child, type Element, textOf } from "../../wsman/envelope.ts";
import { cleaned, groupsOf, moment } from "../read/entry.ts";

/** The text of a property, fit to store; nothing where it is null or empty. */
export const told = (instance: Element | undefined, name: string): string | undefined =>
  cleaned(textOf(instance, name));

/** A property that is true or false, as the one Windows writes it or another does (`true`, `TRUE`). */
export function flag(instance: Element | undefined, name: string): boolean | undefined {
  const value = textOf(instance, name)?.toLowerCase();
  return value === "true" ? true : value === "false" ? false : undefined;
}

/** What stands within the element of a property (`<cim:Datetime>`, `<cim:Interval>`), or in its place. */
const within = (instance: Element, name: string, kind: string): string =>
  textOf(child(instance, name), kind) ?? textOf(instance, name) ?? "";

const XML_MOMENT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?)(Z|[+-]\d\d:\d\d)?$/;
/** `20221106123456.000000+060`: the last is the offset in minutes (DSP0004, 5.2.4). */
const CIM_MOMENT = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\.\d{6}([+-]\d{3})$/;

/** A moment, of XML or of CIM; one without a zone is taken for UTC. Asterisks are none. */
export function momentOf(instance: Element, name: string): string | undefined {
  const value = within(instance, name, "Datetime");
  const xml = groupsOf(XML_MOMENT, value);
  if (xml !== undefined) return moment(Date.parse(`${xml(1)}${xml(2) || "Z"}`));
  const cim = groupsOf(CIM_MOMENT, value);
  if (cim === undefined) return undefined;
  const utc = Date.parse(`${cim(1)}-${cim(2)}-${cim(3)}T${cim(4)}:${cim(5)}:${cim(6)}Z`);
  return moment(utc - Number(cim(7)) * 60_000);
}

const XML_INTERVAL = /^P(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9})(?:\.\d{1,9})?S)?)?$/;
const CIM_INTERVAL = /^(\d{8})(\d\d)(\d\d)(\d\d)\.\d{6}:000$/;

/** An interval, of XML or of CIM, in seconds. */
export function secondsOf(instance: Element, name: string): number | undefined {
  const value = within(instance, name, "Interval");
  const parts = groupsOf(XML_INTERVAL, value) ?? groupsOf(CIM_INTERVAL, value);
  if (parts === undefined) return undefined;
  return ((Number(parts(1)) * 24 + Number(parts(2))) * 60 + Number(parts(3))) * 60 + Number(parts(4));
}
