/** The versions that every client makes, in this order: the first two are current one after the other. */
export const versions = [
  '11111111-1111-4111-8111-111111111111',
  '22222222-2222-4222-8222-222222222222',
  '33333333-3333-4333-8333-333333333333',
] as const

/** An ARN without what differs each time. */
export function withoutSuffix(arn = ''): string {
  return arn.replace(/-[A-Za-z0-9]{6}$/, '-******')
}

export function daysUntil(time = new Date(0)): number {
  return Math.round((time.getTime() - Date.now()) / (24 * 60 * 60 * 1000))
}
