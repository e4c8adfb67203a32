import fs from 'node:fs'
import path from 'node:path'
import { repository } from '../rig/install.ts'

/**
 * The fenced blocks of a page of the project, in their order: those of one language, if it is named. With
 * `tool`, that tool replaces the tofu in the page.
 */
export function fencedBlocks(page: string, language?: string, tool = 'tofu'): string[] {
  const text = fs.readFileSync(path.join(repository, page), 'utf8')
  return [...text.matchAll(/^```(\S*)[^\n]*\n([\s\S]*?)^```$/gm)]
    .filter(([, found]) => language === undefined || found === language)
    .map(([, , block = '']) => block.replace(/\btofu\b/g, tool))
}
