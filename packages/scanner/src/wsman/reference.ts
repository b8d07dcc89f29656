import { child, childrenOf, type Element, textOf } from "./envelope.ts";

/** What an instance of WMI refers to: another, by its class and its keys. */
export interface Reference {
  readonly className: string;
  /** The value of a key; nothing where it is none of those of the reference. */
  key(name: string): string | undefined;
}

/** More keys than any class has that is asked for. */
const MOST_KEYS = 16;

/** Reads a property that is a reference: an endpoint's, with the keys in its selectors (DSP0227, 6.2.4). */
export function readReference(instance: Element, property: string): Reference | undefined {
  const parameters = child(child(instance, property), "ReferenceParameters");
  const uri = textOf(parameters, "ResourceURI");
  if (uri === undefined) return undefined;
  const selectors = childrenOf(child(parameters, "SelectorSet"), "Selector").slice(0, MOST_KEYS);
  return {
    className: uri.slice(uri.lastIndexOf("/") + 1),
    key: (name) => {
      const selector = selectors.find(({ "@Name": named }) => named === name);
      return textOf(selector, "#text");
    },
  };
}
