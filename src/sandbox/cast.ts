import type { Seed } from './seeding.ts';

/** The people and channels of the tests. */
export const usualCast: Seed = {
  people: [
    {
      name: 'Mara Lind',
      email: 'mara.lind@example.com',
      tz: 'Europe/Berlin',
      role: 'manager EMEA',
      rights: 'decides on EMEA deals',
    },
    {
      name: 'Priya Nair',
      email: 'priya.nair@example.com',
      tz: 'Europe/London',
      role: 'rep EMEA',
      rights: 'edits her deals, claims leads',
    },
    {
      name: 'Tom Reyes',
      email: 'tom.reyes@example.com',
      tz: 'Europe/Madrid',
      role: 'rep EMEA',
      rights: 'edits his deals, claims leads',
    },
    {
      name: 'Oskar Weber',
      email: 'oskar.weber@example.com',
      tz: 'Europe/Berlin',
      role: 'owner of agents',
      rights: 'is told when agents fail',
    },
    {
      name: 'Ana Ruiz',
      email: 'ana.ruiz@example.com',
      tz: 'America/New_York',
      role: 'approver',
      rights: 'approves what managers may not',
    },
    {
      name: 'Lena Fox',
      email: 'lena.fox@example.com',
      tz: 'UTC',
      role: 'outsider',
      rights: 'may ask for access',
    },
  ],
  channels: [
    { name: 'deals', topic: 'Cards that wait for a decision' },
    { name: 'leads', topic: 'New leads: the first tap wins' },
    { name: 'steward-ops', topic: 'How the agents are doing' },
    { name: 'general', topic: '', app: false },
  ],
};
