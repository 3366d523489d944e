/** A function that does nothing: the version stays a placeholder, for a test to take the steps itself. */
export async function handler(): Promise<void> {
  throw new Error('the test takes the steps')
}
