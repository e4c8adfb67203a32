import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { compiled } from '../prepare/compiled.mjs'
import { repository } from './install.ts'

/**
 * Returns the file:// URL of the JavaScript that belongs to one of our TypeScript files. A process can import this URL
 * without tsx.
 */
export function compiledFile(file: string): string {
  return pathToFileURL(path.join(repository, compiled, file.replace(/ts$/, 'js'))).href
}
