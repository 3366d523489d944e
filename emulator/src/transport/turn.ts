let turn: Promise<void> | undefined

/**
 * Settles when all that has arrived in this turn of the event loop has been read.
 *
 * Requests wait for it, so that those of one turn go on side by side: they ask the database once whether another process
 * has written to it, their writes share a transaction, and their answers leave one upon the other. To wake clients one by
 * one would cost more than all the rest of a read.
 */
export function endOfTurn(): Promise<void> {
  turn ??= new Promise((resolve) => {
    setImmediate(() => {
      turn = undefined
      resolve()
    })
  })
  return turn
}
