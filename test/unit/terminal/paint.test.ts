import test from 'ava'
import { codes, wantsColors } from '../../../lib/terminal/paint.ts'

/** the colors 0 to 7 (black, red, green, yellow, blue, magenta, cyan, white), and the usual backgrounds */
const schemes: Record<string, [colors: string, ...backgrounds: string[]]> = {
  xterm: ['#000000 #cd0000 #00cd00 #cdcd00 #0000ee #cd00cd #00cdcd #e5e5e5', '#000000', '#ffffff'],
  'Terminal.app': [
    '#000000 #990000 #00a600 #999900 #0000b2 #b200b2 #00a6b2 #bfbfbf',
    '#000000',
    '#ffffff',
  ],
  iTerm2: ['#000000 #c91b00 #00c200 #c7c400 #0225c7 #ca30c7 #00c5c7 #c7c7c7', '#000000', '#ffffff'],
  Ubuntu: ['#2e3436 #cc0000 #4e9a06 #c4a000 #3465a4 #75507b #06989a #d3d7cf', '#300a24', '#ffffff'],
  GNOME: ['#171421 #c01c28 #26a269 #a2734c #12488b #a347ba #2aa1b3 #d0cfcc', '#1e1e1e', '#ffffff'],
  'Visual Studio Code, dark': [
    '#000000 #cd3131 #0dbc79 #e5e510 #2472c8 #bc3fbc #11a8cd #e5e5e5',
    '#1e1e1e',
  ],
  'Visual Studio Code, light': [
    '#000000 #cd3131 #107c10 #949800 #0451a5 #bc05bc #0598bc #555555',
    '#ffffff',
  ],
  Windows: [
    '#0c0c0c #c50f1f #13a10e #c19c00 #0037da #881798 #3a96dd #cccccc',
    '#0c0c0c',
    '#ffffff',
  ],
  Solarized: [
    '#073642 #dc322f #859900 #b58900 #268bd2 #d33682 #2aa198 #eee8d5',
    '#002b36',
    '#fdf6e3',
  ],
}

test('colors are readable on the usual light and dark backgrounds of terminals', (t) => {
  for (const [name, [code]] of Object.entries(codes)) {
    // Codes below 30 (bold, dim) don't change the color.
    if (code < 30) continue
    t.true(code < 38, `${name} is one of the eight colors that follow the terminal's scheme`)
    for (const [terminal, [colors, ...backgrounds]] of Object.entries(schemes))
      for (const background of backgrounds) {
        const ratio = contrast(colors.split(' ')[code - 30] ?? '', background)
        t.true(ratio > 2.1, `${name} on ${background} in ${terminal}: ${ratio.toFixed(1)}`)
      }
  }
})

test('output is colored only in a terminal with colors, and not if the person wants no colors', (t) => {
  const terminal = { isTTY: true }
  for (const [stream, env, option, wanted] of [
    [terminal, { TERM: 'xterm' }, true, true],
    [terminal, {}, true, true],
    [terminal, { NO_COLOR: '' }, true, true], // no-color.org: an empty NO_COLOR does not count
    [terminal, { NO_COLOR: '1' }, true, false],
    [terminal, { TERM: 'dumb' }, true, false],
    [terminal, {}, false, false],
    [{}, { TERM: 'xterm' }, true, false],
  ] as const)
    t.is(wantsColors(stream, env, option), wanted, JSON.stringify([stream, env, option]))
})

/** the contrast ratio of WCAG 2, from 1 to 21 */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
