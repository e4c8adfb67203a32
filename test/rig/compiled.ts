import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { compiled } from '../prepare/compiled.mjs'
import { repository } from './install.ts'

/** The address of the JavaScript of one of our files, for a process that imports it without tsx. */
export function compiledFile(file: string): string {
  return pathToFileURL(path.join(repository, compiled, file.replace(/ts$/, 'js'))).href
}
