// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

/**
 * The sample from which a schema was inferred, as written into a run's document.
 *
 * @param objects the number of objects
 * @param records the number of records from the beginnings of these
 * @param headersCompared whether Spark compares each CSV object's header line with the schema; it
 *     does not without header lines, or if names are empty or repeated, because Spark changes these
 */
public record Sample(int objects, long records, boolean headersCompared) {}
