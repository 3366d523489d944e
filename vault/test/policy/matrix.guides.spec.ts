import {
  allow,
  allowed,
  decides,
  deny,
  forbidden,
  forbiddenThere,
  here,
  policy,
  secret,
  session,
  unspoken,
  user,
  variable,
} from './matrix.js'

// What the ordinary guides say to write, and what comes of it.

decides('no policy at all', {}, [
  ['a user', {}, unspoken],
  ['the session of a role', { who: session('app') }, unspoken],
  ['an operation without a resource', { does: 'ListSecrets', on: '*' }, unspoken],
])

const readProd = policy(
  allow('GetSecretValue DescribeSecret', { Resource: 'arn:aws:secretsmanager:*:*:secret:prod/*' }),
)
decides('reading what is called prod/…', { identity: [readProd] }, [
  ['the value of a secret of that prefix', { on: 'prod/db-AbCdEf' }, allowed],
  ['the description of one', { does: 'DescribeSecret', on: 'prod/db-AbCdEf' }, allowed],
  ['a secret further down', { on: 'prod/eu/db/password-AbCdEf' }, allowed],
  ['one of another Region', { on: secret('prod/db-AbCdEf', 'us-east-1') }, allowed],
  ['a secret with the prefix somewhere else', { on: 'test/prod/db-AbCdEf' }, unspoken],
  ['a secret with the prefix in another letter case', { on: 'Prod/db-AbCdEf' }, unspoken],
  ['a secret whose name only begins alike', { on: 'production/db-AbCdEf' }, unspoken],
  ['writing a value', { does: 'PutSecretValue' }, unspoken],
  ['deleting', { does: 'DeleteSecret' }, unspoken],
  ['listing, which is about no secret', { does: 'ListSecrets', on: '*' }, unspoken],
  ['something of another service', { does: 's3:GetObject', on: 'arn:aws:s3:::prod/db' }, unspoken],
  ['an ARN of another service', { on: 'arn:aws:ssm:eu-central-1:111122223333:secret:prod/db' }, unspoken],
])

const readOne = policy(
  allow('GetSecretValue', {
    Resource: `arn:aws:secretsmanager:eu-central-1:${here}:secret:prod/db-??????`,
  }),
)
decides('reading one secret, whatever its suffix', { identity: [readOne] }, [
  ['the secret', { on: 'prod/db-AbCdEf' }, allowed],
  ['the secret made anew', { on: 'prod/db-9zY8xW' }, allowed],
  ['a secret with a longer name', { on: 'prod/db-replica-AbCdEf' }, unspoken],
  ['a secret whose suffix is missing', { on: 'prod/db' }, unspoken],
  ['a suffix of five', { on: 'prod/db-AbCdE' }, unspoken],
  ['a suffix of seven', { on: 'prod/db-AbCdEfG' }, unspoken],
  ['the secret of another Region', { on: secret('prod/db-AbCdEf', 'us-east-1') }, unspoken],
  ['its description', { does: 'DescribeSecret' }, unspoken],
])

const withoutSuffix = policy(allow('GetSecretValue', { Resource: secret('prod/db') }))
decides('reading by an ARN without its suffix, as beginners write it', { identity: [withoutSuffix] }, [
  ['the secret, whose ARN has one', { on: 'prod/db-AbCdEf' }, unspoken],
  ['what is asked for by that very ARN', { on: 'prod/db' }, allowed],
])

decides(
  'one exact ARN',
  { identity: [policy(allow('GetSecretValue', { Resource: secret('prod/db-AbCdEf') }))] },
  [
    ['that secret', {}, allowed],
    ['that secret made anew under another suffix', { on: 'prod/db-999999' }, unspoken],
  ],
)

const rotation = policy(
  allow('DescribeSecret GetSecretValue PutSecretValue UpdateSecretVersionStage', {
    Resource: secret('*'),
    Condition: {
      StringEquals: { 'secretsmanager:resource/AllowRotationLambdaArn': 'arn:aws:lambda:x:1:function:f' },
    },
  }),
  allow('GetRandomPassword'),
)
const byLambda = { 'secretsmanager:resource/allowrotationlambdaarn': 'arn:aws:lambda:x:1:function:f' }
decides('the role of a rotation function', { identity: [rotation] }, [
  ['a secret that this function rotates', { does: 'PutSecretValue', given: byLambda }, allowed],
  ['moving its labels', { does: 'UpdateSecretVersionStage', given: byLambda }, allowed],
  ['a secret that no function rotates', { does: 'PutSecretValue' }, unspoken],
  ['a password, which is about no secret', { does: 'GetRandomPassword', on: '*' }, allowed],
  ['deleting what it rotates', { does: 'DeleteSecret', given: byLambda }, unspoken],
])

decides('secretsmanager:*', { identity: [policy(allow('secretsmanager:*'))] }, [
  ['reading', {}, allowed],
  ['deleting', { does: 'DeleteSecret' }, allowed],
  ['listing', { does: 'ListSecrets', on: '*' }, allowed],
  ['another service', { does: 'kms:Decrypt', on: '*' }, unspoken],
])

decides('the administrator’s *', { identity: [policy(allow('*'))] }, [
  ['reading', {}, allowed],
  ['another service', { does: 'kms:Decrypt', on: '*' }, allowed],
])

decides('everything that begins with Get or ends in Secret', { identity: [policy(allow('Get* *Secret'))] }, [
  ['GetSecretValue', {}, allowed],
  ['GetResourcePolicy', { does: 'GetResourcePolicy' }, allowed],
  ['DescribeSecret', { does: 'DescribeSecret' }, allowed],
  ['BatchGetSecretValue, which does neither', { does: 'BatchGetSecretValue', on: '*' }, unspoken],
  ['PutSecretValue', { does: 'PutSecretValue' }, unspoken],
])

decides('actions in odd letter cases', { identity: [policy(allow('SecretsManager:getsecretVALUE'))] }, [
  ['the action', {}, allowed],
  ['the action, itself in another letter case', { does: 'SECRETSMANAGER:GETSECRETVALUE' }, allowed],
])

decides('an action with question marks', { identity: [policy(allow('??tSecretValue'))] }, [
  ['GetSecretValue', {}, allowed],
  ['PutSecretValue', { does: 'PutSecretValue' }, allowed],
  ['a name of another length', { does: 'tSecretValue' }, unspoken],
])

const allButWriting = policy({
  ...allow('', { NotAction: ['secretsmanager:Put*', 'secretsmanager:Delete*'] }),
})
decides('an Allow of all but some actions', { identity: [allButWriting] }, [
  ['reading', {}, allowed],
  ['what it leaves out', { does: 'PutSecretValue' }, unspoken],
  ['another service, which it does not leave out', { does: 'kms:Decrypt', on: '*' }, allowed],
])

const notProd = policy({
  Effect: 'Allow',
  Action: 'secretsmanager:*',
  NotResource: [secret('prod/*'), secret('shared/*')],
})
decides('an Allow on all but some resources', { identity: [notProd] }, [
  ['another secret', { on: 'test/db-AbCdEf' }, allowed],
  ['a secret that it leaves out', { on: 'prod/db-AbCdEf' }, unspoken],
  ['the other one that it leaves out', { on: 'shared/x-AbCdEf' }, unspoken],
])

const noDeleting = policy(allow('secretsmanager:*'), deny('DeleteSecret', { Resource: secret('prod/*') }))
decides('everything but deleting production', { identity: [noDeleting] }, [
  ['reading production', {}, allowed],
  ['deleting production', { does: 'DeleteSecret' }, forbidden],
  ['deleting a test', { does: 'DeleteSecret', on: 'test/db-AbCdEf' }, allowed],
])

decides(
  'a Deny in one policy and an Allow in another',
  { identity: [policy(allow('*')), policy(deny('GetSecretValue'))] },
  [
    ['what is denied', {}, forbidden],
    ['the rest', { does: 'DescribeSecret' }, allowed],
  ],
)

decides('a Deny without any Allow', { identity: [policy(deny('GetSecretValue'))] }, [
  ['what is denied', {}, forbidden],
  ['the rest', { does: 'DescribeSecret' }, unspoken],
])

const byTeam = policy(
  allow('GetSecretValue DescribeSecret', {
    Condition: { StringEquals: { 'secretsmanager:ResourceTag/team': variable('aws:PrincipalTag/team') } },
  }),
)
const [teamOfSecret, teamOfCaller] = ['secretsmanager:resourcetag/team', 'aws:principaltag/team']
decides('a secret of one’s own team, by tags', { identity: [byTeam] }, [
  ['one’s own team', { given: { [teamOfSecret]: 'red', [teamOfCaller]: 'red' } }, allowed],
  ['another team', { given: { [teamOfSecret]: 'blue', [teamOfCaller]: 'red' } }, unspoken],
  [
    'one’s own team in another letter case',
    { given: { [teamOfSecret]: 'Red', [teamOfCaller]: 'red' } },
    unspoken,
  ],
  ['a secret of no team', { given: { [teamOfCaller]: 'red' } }, unspoken],
  ['a caller of no team', { given: { [teamOfSecret]: 'red' } }, unspoken],
  ['neither of any team', {}, unspoken],
  ['a caller whose tag is a wildcard', { given: { [teamOfSecret]: 'red', [teamOfCaller]: '*' } }, unspoken],
  [
    'the tag key as the caller has it, in another letter case',
    { given: { 'secretsmanager:resourcetag/Team': 'red', 'aws:principaltag/TEAM': 'red' } },
    allowed,
  ],
])

const onlyOwnTeam = policy(
  allow('secretsmanager:*'),
  deny('secretsmanager:*', {
    Condition: { StringNotEquals: { 'aws:ResourceTag/team': variable('aws:PrincipalTag/team') } },
  }),
)
decides('a Deny for what is not of one’s own team', { identity: [onlyOwnTeam] }, [
  ['one’s own team', { given: { 'aws:resourcetag/team': 'red', [teamOfCaller]: 'red' } }, allowed],
  ['another team', { given: { 'aws:resourcetag/team': 'blue', [teamOfCaller]: 'red' } }, forbidden],
  ['a secret of no team', { given: { [teamOfCaller]: 'red' } }, forbidden],
  ['a caller of no team', { given: { 'aws:resourcetag/team': 'red' } }, forbidden],
])

const createTagged = policy(
  allow('CreateSecret', {
    Resource: secret('*'),
    Condition: {
      StringEquals: { 'aws:RequestTag/team': ['red', 'blue'] },
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['team', 'env'] },
    },
  }),
)
const creates = (given: Readonly<Record<string, string | readonly string[]>>) => ({
  does: 'CreateSecret',
  on: 'new-AbCdEf',
  given,
})
decides('making secrets with tags only', { identity: [createTagged] }, [
  ['the tag that has to be', creates({ 'aws:requesttag/team': 'red', 'aws:tagkeys': ['team'] }), allowed],
  [
    'with the one that may be',
    creates({ 'aws:requesttag/team': 'blue', 'aws:tagkeys': ['team', 'env'] }),
    allowed,
  ],
  ['with one more', creates({ 'aws:requesttag/team': 'red', 'aws:tagkeys': ['team', 'x'] }), unspoken],
  [
    'a value that it may not have',
    creates({ 'aws:requesttag/team': 'green', 'aws:tagkeys': ['team'] }),
    unspoken,
  ],
  ['no tag', creates({}), unspoken],
  ['only the one that may be', creates({ 'aws:tagkeys': ['env'] }), unspoken],
])

const mustTag = policy(
  allow('CreateSecret'),
  deny('CreateSecret', { Condition: { Null: { 'aws:RequestTag/owner': 'true' } } }),
)
decides('a Deny for secrets without an owner', { identity: [mustTag] }, [
  ['a secret with an owner', creates({ 'aws:requesttag/owner': 'me' }), allowed],
  ['a secret with an empty owner', creates({ 'aws:requesttag/owner': '' }), allowed],
  ['a secret without one', creates({ 'aws:requesttag/team': 'red' }), forbidden],
])

const keepTag = policy(
  allow('UntagResource TagResource'),
  deny('UntagResource', { Condition: { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['owner', 'cost'] } } }),
)
decides('a Deny for taking some tags away', { identity: [keepTag] }, [
  ['other tags', { does: 'UntagResource', given: { 'aws:tagkeys': ['team'] } }, allowed],
  ['one of them', { does: 'UntagResource', given: { 'aws:tagkeys': ['cost'] } }, forbidden],
  [
    'one of them among others',
    { does: 'UntagResource', given: { 'aws:tagkeys': ['team', 'owner'] } },
    forbidden,
  ],
  ['no tags', { does: 'UntagResource' }, allowed],
  ['setting them', { does: 'TagResource', given: { 'aws:tagkeys': ['owner'] } }, allowed],
])

const currentOnly = policy(
  allow('GetSecretValue', { Condition: { StringEquals: { 'secretsmanager:VersionStage': 'AWSCURRENT' } } }),
)
decides('the current version only', { identity: [currentOnly] }, [
  ['AWSCURRENT', { given: { 'secretsmanager:versionstage': 'AWSCURRENT' } }, allowed],
  ['AWSPREVIOUS', { given: { 'secretsmanager:versionstage': 'AWSPREVIOUS' } }, unspoken],
  ['a request that names no stage', {}, unspoken],
])

const currentIfNamed = policy(
  allow('GetSecretValue', {
    Condition: { StringEqualsIfExists: { 'secretsmanager:VersionStage': 'AWSCURRENT' } },
  }),
)
decides('the current version, or whichever it is if none is named', { identity: [currentIfNamed] }, [
  ['AWSCURRENT', { given: { 'secretsmanager:versionstage': 'AWSCURRENT' } }, allowed],
  ['AWSPENDING', { given: { 'secretsmanager:versionstage': 'AWSPENDING' } }, unspoken],
  ['a request that names no stage', {}, allowed],
])

const longRecovery = policy(
  allow('DeleteSecret', {
    Condition: { NumericGreaterThanEquals: { 'secretsmanager:RecoveryWindowInDays': '14' } },
  }),
)
const window = (days: string) => ({
  does: 'DeleteSecret',
  given: { 'secretsmanager:recoverywindowindays': days },
})
decides('deleting with a long recovery window', { identity: [longRecovery] }, [
  ['the shortest of these windows', window('14'), allowed],
  ['a longer one', window('30'), allowed],
  ['a shorter one, which is smaller though not by its letters', window('7'), unspoken],
  ['no window', { does: 'DeleteSecret' }, unspoken],
])

const noForce = policy(
  allow('DeleteSecret'),
  deny('DeleteSecret', { Condition: { Bool: { 'secretsmanager:ForceDeleteWithoutRecovery': 'true' } } }),
)
const force = (given: string) => ({
  does: 'DeleteSecret',
  given: { 'secretsmanager:forcedeletewithoutrecovery': given },
})
decides('a Deny for deleting without recovery', { identity: [noForce] }, [
  ['with force', force('true'), forbidden],
  ['without', force('false'), allowed],
  ['without a word on it', { does: 'DeleteSecret' }, allowed],
])

const office = policy(
  allow('GetSecretValue', {
    Condition: { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '2001:db8:1::/48'] } },
  }),
)
decides('from the office only', { identity: [office] }, [
  ['an address of the office', { given: { 'aws:sourceip': '203.0.113.7' } }, allowed],
  ['the first one behind it', { given: { 'aws:sourceip': '203.0.114.0' } }, unspoken],
  ['an address of IPv6', { given: { 'aws:sourceip': '2001:db8:1:2::3' } }, allowed],
  ['another one of IPv6', { given: { 'aws:sourceip': '2001:db8:2::1' } }, unspoken],
  ['127.0.0.1', { given: { 'aws:sourceip': '127.0.0.1' } }, unspoken],
  ['an address that nobody knows', {}, unspoken],
])

const notElsewhere = policy(
  allow('*'),
  deny('*', {
    Condition: {
      NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' },
      Bool: { 'aws:ViaAWSService': 'false' },
    },
  }),
)
decides('a Deny from elsewhere, unless a service asks for one', { identity: [notElsewhere] }, [
  ['from there', { given: { 'aws:sourceip': '203.0.113.7', 'aws:viaawsservice': 'false' } }, allowed],
  ['from elsewhere', { given: { 'aws:sourceip': '198.51.100.1', 'aws:viaawsservice': 'false' } }, forbidden],
  [
    'from elsewhere, by a service',
    { given: { 'aws:sourceip': '198.51.100.1', 'aws:viaawsservice': 'true' } },
    allowed,
  ],
  ['from an address that nobody knows', { given: { 'aws:viaawsservice': 'false' } }, forbidden],
])

const ownFolder = policy(
  allow('secretsmanager:*', { Resource: secret(`users/${variable('aws:username')}/*`) }),
)
decides('a folder for each user', { identity: [ownFolder] }, [
  ['one’s own', { on: 'users/alice/x-AbCdEf' }, allowed],
  ['another’s', { on: 'users/bob/x-AbCdEf' }, unspoken],
  ['one’s own, for a user with a path', { who: user('eu/staff/alice'), on: 'users/alice/x-AbCdEf' }, allowed],
  [
    'one that a session would like to have, as it has no user name',
    { who: session('alice'), on: 'users/alice/x-AbCdEf' },
    unspoken,
  ],
  [
    'one whose name is the variable',
    { who: session('app'), on: `users/${variable('aws:username')}/x-AbCdEf` },
    unspoken,
  ],
])

const team = variable("aws:PrincipalTag/team, 'shared'")
const fallback = policy(allow('GetSecretValue', { Resource: secret(`${team}/*`) }))
decides('a variable with a default', { identity: [fallback] }, [
  ['a caller who has the tag', { on: 'red/x-AbCdEf', given: { 'aws:principaltag/team': 'red' } }, allowed],
  [
    'the default, for who has the tag',
    { on: 'shared/x-AbCdEf', given: { 'aws:principaltag/team': 'red' } },
    unspoken,
  ],
  ['the default, for who has not', { on: 'shared/x-AbCdEf' }, allowed],
])

const odd = policy(
  allow('GetSecretValue', {
    Resource: [secret(`a${variable('*')}b`), secret(`c${variable('?')}d`), secret(`e${variable('$')}f`)],
  }),
)
decides('characters that stand for themselves', { identity: [odd] }, [
  ['the asterisk', { on: 'a*b' }, allowed],
  ['what an asterisk would stand for', { on: 'axxb' }, unspoken],
  ['the question mark', { on: 'c?d' }, allowed],
  ['what a question mark would stand for', { on: 'cxd' }, unspoken],
  ['the dollar sign', { on: 'e$f' }, allowed],
])

const before2012 = JSON.stringify({
  Version: '2008-10-17',
  Statement: allow('GetSecretValue', { Resource: secret(`users/${variable('aws:username')}/*`) }),
})
decides('a variable in a policy of 2008', { identity: [before2012] }, [
  ['what the variable would stand for', { on: 'users/alice/x-AbCdEf' }, unspoken],
  ['what is written', { on: `users/${variable('aws:username')}/x-AbCdEf` }, allowed],
])

const unlessRole = policy(
  deny('GetSecretValue', {
    Principal: '*',
    Condition: { StringNotEquals: { 'aws:PrincipalArn': `arn:aws:iam::${here}:role/app` } },
  }),
)
decides(
  'nobody but one role, by the secret’s policy',
  { identity: [policy(allow('*'))], resource: unlessRole },
  [
    ['a session of the role', { who: session('app') }, allowed],
    ['a session of another role', { who: session('other') }, forbiddenThere],
    ['a user', {}, forbiddenThere],
    ['a role of that name with a path', { who: session('eu/app') }, forbiddenThere],
    ['another operation', { does: 'DescribeSecret' }, allowed],
  ],
)

const unlessVpce = policy(
  deny('GetSecretValue', {
    Principal: '*',
    Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } },
  }),
)
decides(
  'through one VPC endpoint only, by the secret’s policy',
  { identity: [readProd], resource: unlessVpce },
  [
    ['through it', { given: { 'aws:sourcevpce': 'vpce-1a2b3c4d' } }, allowed],
    ['through another', { given: { 'aws:sourcevpce': 'vpce-99999999' } }, forbiddenThere],
    ['through none', {}, forbiddenThere],
    [
      'through it, who may not anyway',
      { on: 'test/x-AbCdEf', given: { 'aws:sourcevpce': 'vpce-1a2b3c4d' } },
      unspoken,
    ],
  ],
)

const unlessTls = policy(
  allow('GetSecretValue'),
  deny('*', { Condition: { Bool: { 'aws:SecureTransport': false } } }),
)
decides('TLS only, with a truth value without quotation marks', { identity: [unlessTls] }, [
  ['with TLS', { given: { 'aws:securetransport': 'true' } }, allowed],
  ['without', { given: { 'aws:securetransport': 'false' } }, forbidden],
])

const unlessMfa = policy(
  allow('*'),
  deny('DeleteSecret', { Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } }),
)
decides('deleting with a second factor only', { identity: [unlessMfa] }, [
  ['with one', { does: 'DeleteSecret', given: { 'aws:multifactorauthpresent': 'true' } }, allowed],
  ['without one', { does: 'DeleteSecret', given: { 'aws:multifactorauthpresent': 'false' } }, forbidden],
  ['with keys that know of none', { does: 'DeleteSecret' }, forbidden],
])

const forAWhile = policy(
  allow('GetSecretValue', {
    Condition: {
      DateGreaterThanEquals: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' },
      DateLessThan: { 'aws:CurrentTime': '2026-02-01T00:00:00+01:00' },
    },
  }),
)
const at = (time: string) => ({ given: { 'aws:currenttime': time } })
decides('in January only', { identity: [forAWhile] }, [
  ['the first moment', at('2026-01-01T00:00:00Z'), allowed],
  ['the moment before', at('2025-12-31T23:59:59Z'), unspoken],
  ['the last moment, an hour early by the policy’s zone', at('2026-01-31T22:59:59.999Z'), allowed],
  ['the moment after', at('2026-01-31T23:00:00Z'), unspoken],
])
