import { Problems } from '../problems.js'
import { jsonIn, refuse } from './asked.js'
import { AdminRefusal, type Route } from './route.js'

export const listingFaults: Route = {
  method: 'GET',
  path: '/faults',
  summary: 'What is made to go wrong, and how often it has struck.',
  handle: async ({ faults }) => ({ body: { faults: faults.list() } }),
}

export const addingFault: Route = {
  method: 'POST',
  path: '/faults',
  summary: 'Lets something go wrong.',
  async handle({ faults }, { body }) {
    const problems = new Problems()
    const fault = faults.addGiven(jsonIn(body), problems)
    refuse(problems)
    return { status: 201, body: fault }
  },
}

export const clearingFaults: Route = {
  method: 'DELETE',
  path: '/faults',
  summary: 'Lets nothing go wrong any more.',
  async handle({ faults }) {
    faults.clear()
    return {}
  },
}

export const readingFault: Route = {
  method: 'GET',
  path: '/faults/{id}',
  summary: 'One fault.',
  async handle({ faults }, { words: [id] }) {
    const fault = faults.list().find((each) => each.id === id)
    if (fault === undefined) throw noFault()
    return { body: fault }
  },
}

export const removingFault: Route = {
  method: 'DELETE',
  path: '/faults/{id}',
  summary: 'Removes a fault.',
  async handle({ faults }, { words: [id = ''] }) {
    if (!faults.remove(id)) throw noFault()
    return {}
  },
}

function noFault(): AdminRefusal {
  return new AdminRefusal(404, 'There is no fault with this id.')
}
