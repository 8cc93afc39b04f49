// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.machine;

import java.io.Serializable;

/**
 * A reading of a JVM's counters, of which at least one has grown.
 *
 * @param executor Spark's number of the executor, or {@code driver}
 * @param counters their values now
 * @param sinceMillis the time since the reading before; the counters grew within it
 */
record Sample(String executor, Counters counters, long sinceMillis) implements Serializable {}
