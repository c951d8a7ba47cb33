import type { Row } from '../suite/row.js';
import { churn } from './churn.js';
import { counts } from './counts.js';
import { expiry } from './expiry.js';
import { fileHttp } from './file-http.js';
import { fileOpen } from './file-open.js';
import { fileTouch } from './file-touch.js';
import { health } from './health.js';
import { http } from './http.js';
import { memory } from './memory.js';
import { metadata } from './metadata.js';
import { metrics } from './metrics.js';
import { pages } from './pages.js';
import { redisCounts } from './redis-counts.js';
import { redisSweep } from './redis-sweep.js';
import { redisTouchRow } from './redis-touch.js';
import { soak } from './soak.js';
import { start } from './start.js';
import { touch } from './touch.js';
import { users } from './users.js';

/** All rows, in the order in which they run. */
export const ROWS: readonly Row[] = [
  counts,
  touch,
  churn,
  memory,
  metadata,
  metrics,
  users,
  health,
  pages,
  expiry,
  http,
  redisTouchRow,
  redisCounts,
  redisSweep,
  fileTouch,
  fileHttp,
  fileOpen,
  start,
  soak,
];
