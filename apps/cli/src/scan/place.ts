/** Where the parts of a request come from, as people find them again. */
export interface Places {
  /** Of each of its items: `line 7`, or a host's name. */
  readonly places: readonly string[];
  /** What a member of an item is called there; its own name where absent. */
  readonly columnOf?: ((member: string) => string) | undefined;
}

/** Says `line 7, Credential` where the server says `/5/credentialName`, its place in the request. */
export function atPlace(text: string, { places, columnOf = (member) => member }: Places): string {
  return text.replaceAll(/(?<=^|as )\/(\d+)(?:\/(\w+))?/g, (pointer, index: string, member?: string) => {
    const place = places[Number(index)];
    if (place === undefined) return pointer;
    return member === undefined ? place : `${place}, ${columnOf(member)}`;
  });
}
