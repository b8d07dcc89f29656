import type { KerberosFault } from "./faults.ts";

/** An account of a realm, and one of its secrets. */
export interface KerberosAccount {
  /** `user@REALM`. */
  readonly principal: string;
  readonly secret: { readonly password: string } | { readonly keytab: Buffer };
}

/** The realm of a principal. */
export const realmOf = (principal: string): string => principal.slice(principal.lastIndexOf("@") + 1);

/** What the process that speaks Kerberos is asked. */
export type Question =
  | {
      readonly ask: "begin";
      readonly account: KerberosAccount;
      /** The DNS name of the host. */
      readonly host: string;
      readonly binding: Buffer | undefined;
    }
  | { readonly ask: "step"; readonly context: number; readonly token: Buffer }
  | { readonly ask: "seal"; readonly context: number; readonly text: Buffer }
  | { readonly ask: "unseal"; readonly context: number; readonly sealed: Buffer }
  | { readonly ask: "end"; readonly context: number }
  /** Whether it is there: answered at once. */
  | { readonly ask: "sign" };

/** What it answers. */
export interface Answers {
  readonly begin: { readonly context: number; readonly token: Buffer };
  readonly step: {
    readonly token: Buffer;
    readonly done: boolean;
    /** Whom the host has proved to be, as in `HTTP/host.example@EXAMPLE`; once it is done, and if it has. */
    readonly proved?: string;
  };
  readonly seal: { readonly signature: Buffer; readonly data: Buffer };
  readonly unseal: { readonly text: Buffer };
  readonly end: Record<string, never>;
  readonly sign: Record<string, never>;
}

export type Ask = Question["ask"];
export type QuestionOf<A extends Ask> = Extract<Question, { readonly ask: A }>;

/** A question on its way, with what its answer is known by. */
export interface NumberedQuestion {
  readonly id: number;
  readonly question: Question;
}

/** What it comes to, or what went wrong. */
export type KerberosAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: KerberosFault };

/** An answer on its way back. */
export interface NumberedAnswer {
  readonly id: number;
  readonly answer: KerberosAnswer<Answers[Ask]>;
}
