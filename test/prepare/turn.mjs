import net from 'node:net'

/**
 * Waits for a turn at the gate of this test run (gate.mjs). Returns a function that ends the turn. Without a gate, the
 * turn begins at once. Never take a second turn with the same `name` before the first has ended: you could wait
 * forever.
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
