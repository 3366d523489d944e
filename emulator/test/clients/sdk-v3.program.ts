// A program as users have it: the variables that the emulator printed lead it there, and nothing else.
import { SecretsManager } from '@aws-sdk/client-secrets-manager'
import { tellStory } from './sdk-story.js'

await tellStory(new SecretsManager(), 'name')
