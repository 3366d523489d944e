import type { InputOf, Members, Structure } from '../shapes/shape.js'
import type { Context } from './context.js'

/** An answer, ready to become JSON: members that are undefined are left out. */
export interface Output {
  readonly [member: string]: unknown
}

/** One operation of the API: wire in, a verb of the vault, wire out. */
export interface Operation<S extends Structure = Structure> {
  /** As X-Amz-Target has it, after the dot. */
  readonly name: string
  /** Whether it changes anything: then a read-only emulator refuses it. */
  readonly changes: boolean
  /**
   * The exception that answers an absent ClientRequestToken, for operations that need one. The shape does not: AWS
   * looks for the token after all constraints, and before it looks for the secret.
   */
  readonly token?: 'InvalidRequestException' | 'InvalidParameterException' | undefined
  readonly input: S
  /** What it answers; undefined is a body without a byte. Rejects with the vault's refusal. The caller has checked the input. */
  run(context: Context, input: InputOf<S>): Promise<Output | undefined>
}

/** The definition as it is: this is where TypeScript learns what `run` is given. */
export function operation<M extends Members>(definition: Operation<Structure<M>>): Operation<Structure<M>> {
  return definition
}
