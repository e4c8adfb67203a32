import fs from 'node:fs'
import path from 'node:path'
import { repository } from '../rig/install.ts'

/**
 * Returns the fenced blocks of one of our pages, in order: all blocks, or only those in `language`. In the blocks,
 * `tool` replaces the word tofu.
 */
export function fencedBlocks(page: string, language?: string, tool = 'tofu'): string[] {
  return blocksIn(fs.readFileSync(path.join(repository, page), 'utf8'), language, tool)
}

/**
 * Returns the first fenced block in `language` below each heading (`###`) of a section of one of our pages, by heading.
 */
export function blocksByHeading(page: string, section: string, language: string) {
  const text = fs.readFileSync(path.join(repository, page), 'utf8')
  const own = text.split(/^## /m).find((part) => part.startsWith(`${section}\n`)) ?? ''
  const parts = own.split(/^### /m).slice(1)
  return new Map(parts.map((part) => [part.split('\n')[0], blocksIn(part, language)[0]]))
}

function blocksIn(text: string, language?: string, tool = 'tofu'): string[] {
  return [...text.matchAll(/^```(\S*)[^\n]*\n([\s\S]*?)^```$/gm)]
    .filter(([, found]) => language === undefined || found === language)
    .map(([, , block = '']) => block.replace(/\btofu\b/g, tool))
}
