/** What the reference knows an operation by. */
interface OperationPlace {
  /** The operation's first tag. */
  readonly tag: string;
  /** In upper case. */
  readonly method: string;
  readonly path: string;
}

/** Where the reference shows an operation: the fragment of its page, with the hash, as Scalar makes it. */
export function operationFragment({ tag, method, path }: OperationPlace): string {
  const slug = tag.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return `#tag/${slug}/${method}${path}`;
}
