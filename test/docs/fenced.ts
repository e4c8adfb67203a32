import fs from 'node:fs'
import path from 'node:path'
import { repository } from '../rig/install.ts'

/**
 * The fenced blocks of one of our pages, in order. With `language`, only those in that language. With
 * `tool`, that name replaces tofu.
 */
export function fencedBlocks(page: string, language?: string, tool = 'tofu'): string[] {
  const text = fs.readFileSync(path.join(repository, page), 'utf8')
  return [...text.matchAll(/^```(\S*)[^\n]*\n([\s\S]*?)^```$/gm)]
    .filter(([, found]) => language === undefined || found === language)
    .map(([, , block = '']) => block.replace(/\btofu\b/g, tool))
}
