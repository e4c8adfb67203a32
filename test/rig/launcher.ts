import process from 'node:process'
import { type Program, runProgram } from './program.ts'

/*
 * A small process that starts programs for a test process (launch.ts). When a process starts another, Linux copies the
 * page tables of the first. For a test process, with its hundred modules, this takes 5 ms of CPU time.
 */

process.on('message', async ({ id, file, args, options }: Program & { id: number }) => {
  const ended = await runProgram(file, args, options)
  process.send?.({ id, ...ended })
})
process.on('disconnect', () => process.exit())
