package dev.sparkbench.runner.machine;

import java.io.Serializable;

/**
 * What a JVM tells of its counters when one has grown.
 *
 * @param executor Spark's number of the executor, or {@code driver}
 * @param counters what they are now
 * @param sinceMillis how long before they were looked at the last time: they grew since then
 */
record Sample(String executor, Counters counters, long sinceMillis) implements Serializable {}
