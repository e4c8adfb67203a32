import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import * as esbuild from 'esbuild'
import { compiled } from './compiled.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Compiles all TypeScript, file by file, in about a third of a second. tsx would cost each test process half a second
 * of CPU time. With `watch`, compiles again after each change.
 */
export async function compile({ watch = false } = {}) {
  const context = await esbuild.context({
    absWorkingDir: root,
    entryPoints: ['lib', 'emulator', 'test', 'docs', 'bench'].map((at) => `${at}/**/*.ts`),
    outdir: compiled,
    outbase: '.',
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
    define: { 'import.meta': 'sourceMeta' },
    plugins: [filesApart, ownAddress, onlyWhatChanged],
  })
  if (watch) return context.watch()
  try {
    await context.rebuild()
  } finally {
    await context.dispose()
    await esbuild.stop()
  }
}

/**
 * Keeps the files separate: an import of a TypeScript file becomes an import of its JavaScript. An import of any other
 * file of the checkout becomes an import by the file's URL.
 * @type {esbuild.Plugin}
 */
const filesApart = {
  name: 'files apart',
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ path: name, kind, resolveDir }) => {
      if (kind === 'entry-point') return undefined
      const to = name.endsWith('.ts')
        ? name.replace(/ts$/, 'js')
        : pathToFileURL(path.join(resolveDir, name)).href
      return { path: to, external: true }
    })
  },
}

/**
 * Makes import.meta name the TypeScript file, because tests look for files next to it. The code goes on the first line,
 * so that the lines of the source map stay right.
 * @type {esbuild.Plugin}
 */
const ownAddress = {
  name: 'own address',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
      const meta = {
        url: pathToFileURL(file).href,
        filename: file,
        dirname: path.dirname(file),
      }
      const text = await fs.promises.readFile(file, 'utf8')
      return { contents: `const sourceMeta = ${JSON.stringify(meta)}; ${text}`, loader: 'ts' }
    })
  },
}

/**
 * Replaces each changed file in one step, because another test run could be reading the file.
 * @type {esbuild.Plugin}
 */
const onlyWhatChanged = {
  name: 'only what changed',
  setup(build) {
    build.onEnd(({ outputFiles = [], errors }) => {
      if (errors.length > 0) return
      for (const { path: file, contents } of outputFiles) {
        if (fs.existsSync(file) && fs.readFileSync(file).equals(contents)) continue
        fs.mkdirSync(path.dirname(file), { recursive: true })
        const temporary = `${file}.${process.pid}`
        fs.writeFileSync(temporary, contents)
        fs.renameSync(temporary, file)
      }
    })
  },
}
