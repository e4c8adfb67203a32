import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { compiled } from '../prepare/compiled.mjs'
import { repository } from './install.ts'

/** Returns the file:// URL of a TypeScript file's JavaScript, which a process can import without tsx. */
export function compiledFile(file: string): string {
  return pathToFileURL(path.join(repository, compiled, file.replace(/ts$/, 'js'))).href
}
