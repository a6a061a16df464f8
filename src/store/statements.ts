/** The store's schema, oldest step first; a step that has shipped is never edited. */
export const migrations = [
  `CREATE TABLE records (
     kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, due INTEGER, body TEXT NOT NULL,
     PRIMARY KEY (kind, id)
   ) STRICT;
   CREATE INDEX records_due ON records (due, kind, id) WHERE due IS NOT NULL;

   CREATE TABLE indexes (
     kind TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, key TEXT NOT NULL, at INTEGER NOT NULL,
     PRIMARY KEY (kind, id, name),
     FOREIGN KEY (kind, id) REFERENCES records (kind, id) ON DELETE CASCADE
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX indexes_order ON indexes (kind, name, key, at, id);

   CREATE TABLE streams (
     name TEXT NOT NULL, n INTEGER NOT NULL, at INTEGER NOT NULL, entry TEXT NOT NULL,
     PRIMARY KEY (name, n)
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE claims (name TEXT PRIMARY KEY, owner TEXT NOT NULL, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
   CREATE INDEX claims_until ON claims (until)`,
]

const under = 'kind = :kind AND name = :name AND key = :key'
// CROSS JOIN keeps SQLite from reordering: the index gives the order, then each record is one look-up.
const found = `SELECT r.id, r.version, r.due, r.body FROM indexes AS i CROSS JOIN records AS r ON r.kind = i.kind AND r.id = i.id
  WHERE i.kind = :kind AND i.name = :name AND i.key = :key AND i.at >= :since AND i.at <= :until`

/** Everything the store asks SQLite; each is prepared once and walks an index, never a table. */
export const sql = {
  get: 'SELECT id, version, due, body FROM records WHERE kind = ? AND id = ?',
  oldest: `${found} ORDER BY i.at, i.id LIMIT :limit`,
  newest: `${found} ORDER BY i.at DESC, i.id DESC LIMIT :limit`,
  due: `SELECT kind, id, due FROM records WHERE due <= :now AND (due, kind, id) > (:due, :kind, :id)
    ORDER BY due, kind, id LIMIT :limit`,
  // Few are due at any time, and many of a kind are not: walked in order of time, whatever the planner believes.
  dueOf: `SELECT id, version, due, body FROM records INDEXED BY records_due WHERE due <= :until AND +kind = :kind
    ORDER BY due, kind, id LIMIT :limit`,
  create: 'INSERT INTO records (kind, id, version, due, body) VALUES (:kind, :id, 1, :due, :body) ON CONFLICT DO NOTHING',
  update:
    'UPDATE records SET version = version + 1, due = :due, body = :body WHERE kind = :kind AND id = :id AND version = :expect',
  drop: 'DELETE FROM records WHERE kind = ? AND id = ? AND version = ?',
  forgetAllBut: 'DELETE FROM records WHERE kind NOT IN (SELECT value FROM json_each(?))',
  unindex: 'DELETE FROM indexes WHERE kind = ? AND id = ?',
  index: 'INSERT INTO indexes (kind, id, name, key, at) VALUES (?, ?, ?, ?, ?)',
  wake: `UPDATE records SET version = version + 1, due = min(ifnull(due, :due), :due)
    WHERE kind = :kind AND id IN (SELECT id FROM indexes WHERE ${under})`,
  beyond: `SELECT 1 FROM indexes WHERE ${under} AND at >= :since LIMIT 1 OFFSET :most`,
  append: `INSERT INTO streams (name, n, at, entry)
    VALUES (:name, ifnull((SELECT n FROM streams WHERE name = :name ORDER BY n DESC LIMIT 1), 0) + 1, :at, :entry)`,
  cut: `DELETE FROM streams
    WHERE name = :name AND n <= :through AND n < (SELECT n FROM streams WHERE name = :name ORDER BY n DESC LIMIT 1)`,
  read: 'SELECT n, at, entry FROM streams WHERE name = ? AND n > ? ORDER BY n LIMIT ?',
  // Walks the primary key; the caller goes on page by page, so that nobody waits long.
  mentions: `SELECT kind, id, version, EXISTS (SELECT 1 FROM json_each(:texts) AS text
      WHERE instr(lower(body), text.value) > 0 OR instr(lower(records.id), text.value) > 0) AS found
    FROM records WHERE (kind, records.id) > (:kind, :id) ORDER BY kind, records.id LIMIT :limit`,
  lapse: 'DELETE FROM claims WHERE until <= ?',
  claim: `INSERT INTO claims (name, owner, until) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET until = excluded.until WHERE owner = excluded.owner`,
  release: 'DELETE FROM claims WHERE name = ? AND owner = ?',
} as const
