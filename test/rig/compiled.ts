import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { compiled } from '../prepare/compiled.mjs'
import { repository } from './install.ts'

/** Returns the address of the JavaScript that one of our files is compiled to. A process can import it without tsx. */
export function compiledFile(file: string): string {
  return pathToFileURL(path.join(repository, compiled, file.replace(/ts$/, 'js'))).href
}
