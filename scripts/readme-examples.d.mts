export interface ReadmeExample {
  readonly code: string
  readonly prints: readonly string[]
}

export function examplesIn(markdown: string): readonly ReadmeExample[]

export function filesIn(markdown: string): readonly { readonly name: string; readonly content: string }[]
