import net from 'node:net'

/**
 * Waits for a turn at the gate of this run (gate.mjs), and returns a function that ends it. Without a gate
 * there is no wait. Never take a turn within a turn of the same name.
 * @param {string} name
 */
export async function takeTurn(name) {
  const gate = process.env.TFSSO_TEST_GATE
  if (!gate) return () => {}
  const connection = net.connect(gate)
  await new Promise((resolve, reject) => {
    connection.once('data', resolve).once('error', reject)
    connection.write(`${name}\n`)
  })
  connection.on('error', () => {})
  return () => connection.destroy()
}
