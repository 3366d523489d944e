import { day } from './set-up.js'

export type Step =
  | { readonly do: 'create' | 'update'; readonly token: string; readonly text: string }
  | {
      readonly do: 'put'
      readonly token: string
      readonly text: string
      readonly labels?: readonly string[] | undefined
    }
  | {
      readonly do: 'move'
      readonly label: string
      readonly to?: string | undefined
      readonly from?: string | undefined
    }
  | { readonly do: 'read'; readonly versionId?: string | undefined; readonly label?: string | undefined }
  | { readonly do: 'delete'; readonly force: boolean }
  | { readonly do: 'restore' }
  | { readonly do: 'wait'; readonly ms: number }

interface Version {
  readonly id: string
  readonly text: string
  readonly madeAt: number
  readonly labels: Set<string>
}

/**
 * One secret of Secrets Manager, told again as simply as can be: a list of versions with their labels on them. A step
 * answers `ok`, the text that it read, or the exception.
 */
export class SecretModel {
  #now = 0
  #versions: Version[] | undefined
  #dueAt = Number.POSITIVE_INFINITY

  /** Every version with its labels, oldest first; undefined where there is no secret. */
  get versions(): readonly (readonly [string, readonly string[]])[] | undefined {
    return this.#versions?.map(({ id, labels }) => [id, [...labels].sort()])
  }

  take(step: Step): string {
    if (step.do === 'wait') this.#now += step.ms
    if (this.#now >= this.#dueAt) this.#remove()
    const scheduled = this.#dueAt < Number.POSITIVE_INFINITY
    if (step.do === 'wait') return 'ok'
    if (step.do === 'create') {
      if (scheduled) return 'InvalidRequestException'
      if (this.#versions === undefined) return this.#add(step, ['AWSCURRENT'])
      return this.#find(step.token)?.text === step.text ? 'ok' : 'ResourceExistsException'
    }
    if (step.do === 'delete' && step.force) return this.#remove()
    if (this.#versions === undefined) return 'ResourceNotFoundException'
    if (step.do === 'restore') this.#dueAt = Number.POSITIVE_INFINITY
    else if (scheduled) return 'InvalidRequestException'
    if (step.do === 'delete') this.#dueAt = this.#now + 30 * day
    if (step.do === 'move') return this.#move(step.label, step.to, step.from)
    if (step.do === 'read') return this.#read(step.versionId, step.label)
    if (step.do !== 'put' && step.do !== 'update') return 'ok'
    const there = this.#find(step.token)
    if (there !== undefined) return there.text === step.text ? 'ok' : 'ResourceExistsException'
    return this.#add(step, step.do === 'put' ? step.labels : undefined)
  }

  #find(id: string | undefined): Version | undefined {
    return this.#versions?.find((version) => version.id === id)
  }

  #holder(label: string): Version | undefined {
    return this.#versions?.find(({ labels }) => labels.has(label))
  }

  #remove(): string {
    this.#versions = undefined
    this.#dueAt = Number.POSITIVE_INFINITY
    return 'ok'
  }

  #add(
    { token: id, text }: { token: string; text: string },
    labels: readonly string[] = ['AWSCURRENT'],
  ): string {
    const added: Version = { id, text, madeAt: this.#now, labels: new Set() }
    this.#versions = [...(this.#versions ?? []), added]
    if (labels.includes('AWSCURRENT')) this.#give('AWSCURRENT', added)
    for (const label of labels) if (label !== 'AWSCURRENT') this.#give(label, added)
    const old = this.#versions.filter((each) => each.labels.size === 0 && this.#now - each.madeAt >= day)
    const gone = old.slice(0, Math.max(0, this.#versions.length - 100))
    this.#versions = this.#versions.filter((each) => !gone.includes(each))
    return 'ok'
  }

  #give(label: string, to: Version): void {
    const from = this.#holder(label)
    from?.labels.delete(label)
    to.labels.add(label)
    if (label !== 'AWSCURRENT' || from === undefined || from === to) return
    from.labels.delete('AWSPENDING')
    this.#give('AWSPREVIOUS', from)
  }

  #move(label: string, to: string | undefined, from: string | undefined): string {
    const [holder, target] = [this.#holder(label), this.#find(to)]
    if (to !== undefined && target === undefined) return 'ResourceNotFoundException'
    const nowhere = to === undefined && from === undefined
    if (nowhere || (from !== undefined && from !== holder?.id)) return 'InvalidParameterException'
    if (target !== undefined && target === holder) return 'ok'
    if (target === undefined && label === 'AWSCURRENT') return 'InvalidParameterException'
    if (holder !== undefined && from === undefined) return 'InvalidParameterException'
    if (target === undefined) holder?.labels.delete(label)
    else this.#give(label, target)
    return 'ok'
  }

  #read(versionId: string | undefined, label: string | undefined): string {
    const version = versionId === undefined ? this.#holder(label ?? 'AWSCURRENT') : this.#find(versionId)
    if (version === undefined) return 'ResourceNotFoundException'
    return label === undefined || version.labels.has(label) ? version.text : 'InvalidRequestException'
  }
}
