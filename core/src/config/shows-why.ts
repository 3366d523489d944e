/** A hint for a module that fails to load: its error could quote a secret, so it is not told; Node tells it who asks. */
export function showsWhy(module: string): string {
  return `node --eval "import('${module}')" shows why.`
}
