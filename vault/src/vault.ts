import { randomInt } from 'node:crypto'
import type { Clock } from '@strongroom/core/parts'
import type { Draft } from './draft.js'
import { type Ids, randomIds } from './ids.js'
import { limits } from './limits.js'
import { listSecrets, listVersions } from './listing.js'
import type { Instant, Realm, SecretKey, SecretRecord, Tag } from './model.js'
import type { Principal } from './policy/access.js'
import { find, readVersion, rememberRead } from './reading.js'
import { idsOrFilters, noValue, pageSizeWithoutFilters, secretNotFound, versionNotFound } from './refusals.js'
import { addReplicas, detach, listReplicas, removeReplicas } from './replicating.js'
import type {
  Batch,
  BatchRequest,
  CreateRequest,
  Deleted,
  Listed,
  ListRequest,
  MoveRequest,
  PolicyRequest,
  PutRequest,
  Read,
  ReadRequest,
  ReplicaListing,
  ReplicationRequest,
  UpdateRequest,
  VersionListing,
  VersionsRequest,
  Written,
} from './requests.js'
import { Rotating } from './rotating.js'
import { requireKeyOf } from './rules/across-accounts.js'
import { contentOf } from './rules/contents.js'
import { newSecret, requireSameCreate } from './rules/creation.js'
import { checkDeletion, type DeletionRequest, requireLive, schedule } from './rules/deletion.js'
import { dueAt } from './rules/due.js'
import { keyIdOf } from './rules/keys.js'
import { attach, labelsOf, move } from './rules/labels.js'
import { addressOf, arnOf, newName, secretAt } from './rules/names.js'
import { type PasswordRequest, password, type Random } from './rules/password.js'
import { checkPolicy, type PolicyProblem, problemsOf } from './rules/policies.js'
import { requireNoReplica, requireUnreplicated } from './rules/replication.js'
import { afterValueChange } from './rules/rotation.js'
import { tagged, untagged } from './rules/tags.js'
import { encryptAgain, isRepeated, withVersion } from './rules/versions.js'
import type { Store } from './store.js'
import { tend } from './tending.js'
import { putWhole, type Replacing, readWhole, type WholeSecret } from './whole-secrets.js'
import { type OnAbandoned, type Write, writer } from './writer.js'

export interface VaultOptions {
  readonly clock: Clock
  readonly ids?: Ids | undefined
  readonly random?: Random | undefined
  /** Whether reads leave their date behind: not where nothing may be written. */
  readonly remembersReads?: boolean | undefined
  /** Is told why the date of a read could not be written. Without it, the read rejects. */
  readonly onForgotten?: ((error: unknown) => void) | undefined
  /** Is told when something will happen to a secret by itself, each time that is decided anew. */
  readonly onDue?: ((at: Instant) => void) | undefined
  /** Is told of a rotation that a change of the value by somebody else has ended, and its version. */
  readonly onAbandoned?: OnAbandoned | undefined
}

/**
 * Secrets Manager's rules over a store: a method for each verb.
 *
 * `realm` is always the caller's. A secret is asked for by name, ARN or partial ARN. What the rules refuse is a
 * VaultError with AWS's exception and sentence; anything else that rejects comes from the store.
 */
export class Vault {
  readonly store: Store
  readonly clock: Clock
  readonly rotating: Rotating
  readonly #ids: Ids
  readonly #random: Random
  readonly #remembersReads: boolean
  readonly #onForgotten: VaultOptions['onForgotten']
  readonly #onDue: VaultOptions['onDue']
  readonly #write: Write

  constructor(store: Store, options: VaultOptions) {
    const { clock, ids = randomIds, random = randomInt, remembersReads = true, onForgotten } = options
    this.store = store
    this.clock = clock
    this.#ids = ids
    this.#random = random
    this.#remembersReads = remembersReads
    this.#onForgotten = onForgotten
    this.#onDue = options.onDue
    const write = writer(store, clock, options.onDue, options.onAbandoned)
    this.#write = write
    this.rotating = new Rotating({ store, clock, ids, write, change: this.#change.bind(this) })
  }

  async create(realm: Realm, request: CreateRequest): Promise<Written> {
    const { token } = request
    const name = newName(request.name)
    const content = contentOf(request.value)
    return this.#write({ realm, name }, async (draft) => {
      if (draft.secret !== undefined) {
        await requireSameCreate(draft, draft.secret, token, content)
        return written(draft, content && token)
      }
      const given = { id: this.#ids.secret(), suffix: this.#ids.suffix(), realm, createdAt: draft.now }
      const secret = newSecret(given, request, content !== undefined)
      draft.begin(secret)
      if (content === undefined) return written(draft)
      const versionId = token ?? this.#ids.version()
      const labels = attach(secret.labels, versionId, ['AWSCURRENT'])
      draft.note({ ...(await withVersion(draft, secret, versionId, content)), labels })
      return written(draft, versionId)
    })
  }

  put(realm: Realm, secretId: string, request: PutRequest): Promise<Written> {
    return this.#change(realm, secretId, async (draft, secret) => {
      requireKeyOf(realm, secret)
      const content = contentOf(request.value)
      if (content === undefined) throw noValue()
      const versionId = request.token ?? this.#ids.version()
      if (await isRepeated(draft, secret, versionId, content)) return written(draft, versionId)
      const { labels: wanted = ['AWSCURRENT'] } = request
      const first = secret.versionCount === 0
      const labels = attach(secret.labels, versionId, first ? [...wanted, 'AWSCURRENT'] : wanted)
      const valued = await withVersion(draft, { ...secret, labels }, versionId, content)
      draft.change(afterValueChange(secret, valued, draft.now))
      return written(draft, versionId)
    })
  }

  update(realm: Realm, secretId: string, request: UpdateRequest): Promise<Written> {
    return this.#change(realm, secretId, async (draft, before) => {
      const content = contentOf(request.value)
      const versionId = request.token ?? this.#ids.version()
      if (content !== undefined) {
        requireKeyOf(realm, before)
        if (await isRepeated(draft, before, versionId, content)) return written(draft, versionId)
      }
      const { description = before.description, type = before.type } = request
      const kmsKeyId = request.kmsKeyId === undefined ? before.kmsKeyId : keyIdOf(request.kmsKeyId)
      const secret = {
        ...before,
        description: description || undefined,
        type: type || undefined,
        kmsKeyId,
      }
      if (kmsKeyId !== before.kmsKeyId) await encryptAgain(draft, secret, before.labels)
      if (content === undefined) {
        draft.change(secret)
        return written(draft)
      }
      const labels = attach(secret.labels, versionId, ['AWSCURRENT'])
      const valued = await withVersion(draft, { ...secret, labels }, versionId, content)
      draft.change(afterValueChange(before, valued, draft.now))
      return written(draft, versionId)
    })
  }

  /** The value of a version, by id, by label or by both; of AWSCURRENT if by neither. */
  async read(realm: Realm, secretId: string, request: ReadRequest = {}): Promise<Read> {
    const found = await this.peek(realm, secretId, request)
    if (this.#remembersReads) await this.#remember(found)
    return found
  }

  /** The same, without a trace in the dates of the last read. */
  async peek(realm: Realm, secretId: string, request: ReadRequest = {}): Promise<Read> {
    return readVersion(this.store, this.clock, addressOf(secretId, realm), realm, request)
  }

  /** Reads many at once. What goes wrong with one of them fails only that one. */
  async readMany(realm: Realm, { ids, filters, limit, token, permit }: BatchRequest): Promise<Batch> {
    if ((ids === undefined) === (filters === undefined)) throw idsOrFilters()
    if (ids !== undefined) {
      if (limit !== undefined) throw pageSizeWithoutFilters()
      return this.#readEach(realm, [...new Set(ids)], permit)
    }
    const page = await this.list(realm, { filters, limit: limit ?? limits.maxResultsBatch.max, token })
    const readable = page.items.filter(({ labels }) => labels.has('AWSCURRENT'))
    return { ...(await this.#readEach(realm, readable.map(arnOf), permit)), token: page.token }
  }

  /** A secret without its value, also while it is scheduled for deletion. */
  async describe(realm: Realm, secretId: string): Promise<SecretRecord> {
    return find(this.store, this.clock, addressOf(secretId, realm))
  }

  /** A page of the realm's secrets. */
  list(realm: Realm, request: ListRequest = {}): Promise<Listed<SecretRecord>> {
    return listSecrets(this.store, this.clock.now(), realm, request)
  }

  /** A page of a secret's versions, also while it is scheduled for deletion. */
  async versions(
    realm: Realm,
    secretId: string,
    request: VersionsRequest = {},
  ): Promise<Listed<VersionListing> & { readonly secret: SecretRecord }> {
    let secret = await this.describe(realm, secretId)
    for (;;) {
      const { incomplete, ...page } = await listVersions(this.store, secret, request)
      const again = incomplete ? await this.describe(realm, secretId) : secret
      if (again.id === secret.id && again.revision === secret.revision) return { secret, ...page }
      secret = again
    }
  }

  /** Moves a label to a version, from the one that must be named if it has it, or takes it away. */
  moveLabel(realm: Realm, secretId: string, label: string, { to, from }: MoveRequest): Promise<SecretRecord> {
    return this.#change(realm, secretId, async (draft, secret) => {
      if (to !== undefined && (await draft.version(to)) === undefined) throw versionNotFound(to)
      const labels = move(secret.labels, label, to, from)
      if (labels !== secret.labels) draft.change({ ...secret, labels })
      return changed(draft)
    })
  }

  /** Schedules the deletion, or deletes at once if forced: then what is not there is deleted too, as on AWS. */
  async delete(realm: Realm, secretId: string, request: DeletionRequest = {}): Promise<Deleted> {
    const address = addressOf(secretId, realm)
    checkDeletion(request)
    return this.#write(address, async (draft) => {
      const secret = secretAt(address, draft.secret)
      if (secret !== undefined) requireUnreplicated(requireNoReplica(secret))
      if (request.force) {
        if (secret !== undefined) draft.remove()
        const { suffix = this.#ids.suffix() } = address
        return { secret: secret ?? { ...address, suffix }, at: draft.now }
      }
      if (secret === undefined) throw secretNotFound(address)
      const deletion = schedule(draft.now, request.recoveryDays)
      draft.change({ ...requireLive(secret), deletion })
      return { secret, at: deletion.dueAt }
    })
  }

  /** Takes a scheduled deletion back; on a secret that has none nothing changes. */
  async restore(realm: Realm, secretId: string): Promise<SecretRecord> {
    const address = addressOf(secretId, realm)
    return this.#write(address, async (draft) => {
      const secret = secretAt(address, draft.secret)
      if (secret === undefined) throw secretNotFound(address)
      requireNoReplica(secret)
      if (secret.deletion !== undefined) draft.change({ ...secret, deletion: undefined })
      return changed(draft)
    })
  }

  tag(realm: Realm, secretId: string, tags: readonly Tag[]): Promise<SecretRecord> {
    return this.#change(realm, secretId, async (draft, secret) => {
      draft.change({ ...secret, tags: tagged(secret.tags, tags) })
      return changed(draft)
    })
  }

  /** Takes tags away; where there is none of these keys nothing changes. */
  untag(realm: Realm, secretId: string, keys: readonly string[]): Promise<SecretRecord> {
    return this.#change(realm, secretId, async (draft, secret) => {
      const tags = untagged(secret.tags, keys)
      if (tags?.length !== secret.tags?.length) draft.change({ ...secret, tags })
      return changed(draft)
    })
  }

  /** Attaches a resource-based policy, in place of the one that was there. */
  putPolicy(
    realm: Realm,
    secretId: string,
    text: string,
    { caller, blockPublic = false }: PolicyRequest,
  ): Promise<SecretRecord> {
    return this.#change(realm, secretId, async (draft, secret) => {
      checkPolicy(text, caller, secret, blockPublic)
      draft.change({ ...secret, policy: text })
      return changed(draft)
    })
  }

  /** A secret with its resource-based policy, if it has one; not while it is scheduled for deletion. */
  async policy(realm: Realm, secretId: string): Promise<SecretRecord> {
    return requireLive(await this.describe(realm, secretId))
  }

  /** Takes the resource-based policy away; where there is none nothing changes. */
  deletePolicy(realm: Realm, secretId: string): Promise<SecretRecord> {
    return this.#change(realm, secretId, async (draft, secret) => {
      if (secret.policy !== undefined) draft.change({ ...secret, policy: undefined })
      return changed(draft)
    })
  }

  /** What would be wrong with a resource-based policy, of a secret if one is told. Attaches nothing. */
  async validatePolicy(
    realm: Realm,
    secretId: string | undefined,
    text: string,
    caller: Principal,
  ): Promise<readonly PolicyProblem[]> {
    const secret = secretId === undefined ? undefined : await this.policy(realm, secretId)
    return problemsOf(text, caller, secret)
  }

  /** Has a secret replicated to more Regions. The replicas are made when it is tended next: it is due for that at once. */
  replicate(realm: Realm, secretId: string, request: ReplicationRequest): Promise<SecretRecord> {
    return this.#change(realm, secretId, async (draft, secret) => {
      addReplicas(draft, secret, request)
      return changed(draft)
    })
  }

  /** Removes the replicas in some Regions; where there is none, nothing changes. */
  removeReplicas(realm: Realm, secretId: string, regions: readonly string[]): Promise<SecretRecord> {
    return this.#change(realm, secretId, async (draft, secret) => {
      await removeReplicas(draft, secret, regions)
      return changed(draft)
    })
  }

  /** Makes a replica a secret of its own: the one verb that changes a replica where it stands. */
  async detach(realm: Realm, secretId: string): Promise<SecretRecord> {
    const address = addressOf(secretId, realm)
    return this.#write(address, async (draft) => {
      const secret = secretAt(address, draft.secret)
      if (secret === undefined) throw secretNotFound(address)
      await detach(draft, requireLive(secret))
      return changed(draft)
    })
  }

  /** What a secret tells of its replicas, in the order in which they came. */
  replicas(secret: SecretRecord): Promise<readonly ReplicaListing[]> {
    return listReplicas(this.store, secret)
  }

  /** A password that nobody keeps. */
  password(request: PasswordRequest = {}): string {
    return password(request, this.#random)
  }

  /** Every secret of the realms that fit, with all it has: within a realm in the order in which they were made. */
  whole(fits: (realm: Realm) => boolean = () => true): Promise<readonly WholeSecret[]> {
    return readWhole(this.store, this.clock, fits)
  }

  /**
   * Puts whole secrets into their places, all of them or none: the same versions, labels, dates and ARNs. Answers which
   * secrets stood in the way, having changed nothing if there are any. Those that have their place taken are gone.
   */
  async putWhole(secrets: readonly WholeSecret[], replacing: Replacing): Promise<readonly SecretKey[]> {
    const inTheWay = await putWhole(this.store, this.clock, this.#ids, secrets, replacing)
    const dates = inTheWay.length > 0 ? [] : secrets.flatMap(({ record }) => dueAt(record) ?? [])
    for (const at of dates) this.#onDue?.(at)
    return inTheWay
  }

  /** When something is next to happen to a secret by itself; undefined if nothing is. */
  async nextDue(): Promise<Instant | undefined> {
    const [key] = await this.store.due(Number.MAX_SAFE_INTEGER, 1)
    return key && ((await this.store.find(key))?.dueAt ?? this.clock.now())
  }

  /** Secrets to which something is to happen by now, those that have been waiting for longest first. */
  due(limit: number): Promise<readonly SecretKey[]> {
    return this.store.due(this.clock.now(), limit)
  }

  /** Lets happen to a secret what is due and needs nobody outside. Answers whether anything was. */
  tend(key: SecretKey): Promise<boolean> {
    return tend(this.store, this.clock, this.#write, this.#ids, key)
  }

  /** Lets happen to all secrets what is due and needs nobody outside. Answers to how many of them something did. */
  async sweep(): Promise<number> {
    let swept = 0
    for (;;) {
      const due = await this.due(100)
      let tended = 0
      for (const key of due) if (await this.tend(key)) tended += 1
      if (tended === 0) return swept
      swept += tended
    }
  }

  /** A verb about a secret that must be there, not be scheduled for deletion, and be no replica. */
  async #change<T>(
    realm: Realm,
    secretId: string,
    verb: (draft: Draft, secret: SecretRecord) => Promise<T>,
  ): Promise<T> {
    const address = addressOf(secretId, realm)
    return this.#write(address, async (draft) => {
      const secret = secretAt(address, draft.secret)
      if (secret === undefined) throw secretNotFound(address)
      return verb(draft, requireNoReplica(requireLive(secret)))
    })
  }

  /** The date of a read is no reason to keep the value back. */
  async #remember(found: Read): Promise<void> {
    try {
      await rememberRead(this.#write, this.clock, found)
    } catch (error) {
      if (this.#onForgotten === undefined) throw error
      this.#onForgotten(error)
    }
  }

  async #readEach(
    realm: Realm,
    secretIds: readonly string[],
    permit: BatchRequest['permit'],
  ): Promise<Batch> {
    const read = async (secretId: string) => {
      await permit?.(secretId)
      return this.read(realm, secretId)
    }
    const answers = await Promise.all(
      secretIds.map((secretId) => read(secretId).catch((error: unknown) => ({ secretId, error }))),
    )
    return {
      found: answers.filter((answer) => 'content' in answer),
      failed: answers.filter((answer) => 'error' in answer),
    }
  }
}

/** What a write answers; of a version, if one holds the value. */
function written(draft: Draft, versionId?: string): Written {
  const secret = changed(draft)
  return { secret, versionId, labels: versionId === undefined ? [] : labelsOf(secret.labels, versionId) }
}

/** The secret as a verb leaves it. */
function changed({ secret }: Draft): SecretRecord {
  if (secret === undefined) throw new TypeError('a verb that removed its secret has none to answer')
  return secret
}
