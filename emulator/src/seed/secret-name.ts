import { limits } from '@strongroom/vault'
import { text } from '../documents/shapes.js'

export const secretName = text(
  `a secret's name: 1 to ${limits.name.max} letters, digits and / _ + = . @ - !`,
  (it) => it.length <= limits.name.max && /^[A-Za-z0-9/_+=.@!-]+$/.test(it),
)
