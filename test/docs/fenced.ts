import fs from 'node:fs'
import path from 'node:path'
import { repository } from '../rig/install.ts'

/**
 * Returns a page's fenced blocks in order: all, or only those in `language`. In them, `tool` replaces the word tofu.
 */
export function fencedBlocks(page: string, language?: string, tool = 'tofu'): string[] {
  return blocksIn(fs.readFileSync(path.join(repository, page), 'utf8'), language, tool)
}

/** Maps each heading (`###`) of a page's section to the first block in `language` below the heading. */
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
