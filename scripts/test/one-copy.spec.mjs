import path from 'node:path'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { rolldown } from 'rolldown'
import { oneCopy } from '../one-copy.mjs'
import { trees } from './trees.mjs'

describe('oneCopy', () => {
  const tree = trees()

  /** A program that uses a and b, of which each brings its own copy of c. */
  async function bundled(versions) {
    const files = Object.entries(versions).flatMap(([name, version]) => {
      const own = `node_modules/${name}/node_modules/c`
      return [
        [`node_modules/${name}/package.json`, { name, version: '1.0.0' }],
        [`node_modules/${name}/index.js`, "export { c } from 'c'"],
        [`${own}/package.json`, { name: 'c', version, main: './lib/c.js' }],
        [`${own}/lib/c.js`, "import { deep } from './deep.js'; export const c = () => deep"],
        [`${own}/lib/deep.js`, `export const deep = '${version}'`],
      ]
    })
    const program =
      "import { c as one } from 'a'; import { c as other } from 'b'; console.log(one(), other())"
    const folder = tree({ ...Object.fromEntries(files), 'index.js': program })
    const bundle = await rolldown({ cwd: folder, input: 'index.js', plugins: [oneCopy()] })
    const { output } = await bundle.generate()
    await bundle.close()
    return output[0].moduleIds.filter((file) => path.basename(path.dirname(file)) === 'lib')
  }

  it('takes one of the copies that have the same version, with all its files', async () => {
    const [deep, main, ...more] = (await bundled({ a: '1.0.0', b: '1.0.0' })).sort()
    expect(more).to.deep.equal([])
    expect(path.dirname(deep)).to.equal(path.dirname(main))
  })

  it('takes both where the versions differ', async () => {
    expect(await bundled({ a: '1.0.0', b: '1.0.1' })).to.have.lengthOf(4)
  })
})
