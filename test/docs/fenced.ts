import fs from 'node:fs'
import path from 'node:path'
import { repository } from '../rig/install.ts'

/**
 * Returns the fenced blocks of one of our pages, in order: all blocks, or only those in `language`. In the blocks,
 * `tool` replaces the word tofu.
 */
export function fencedBlocks(page: string, language?: string, tool = 'tofu'): string[] {
  const text = fs.readFileSync(path.join(repository, page), 'utf8')
  return [...text.matchAll(/^```(\S*)[^\n]*\n([\s\S]*?)^```$/gm)]
    .filter(([, found]) => language === undefined || found === language)
    .map(([, , block = '']) => block.replace(/\btofu\b/g, tool))
}
