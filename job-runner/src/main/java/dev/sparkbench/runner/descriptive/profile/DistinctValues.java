// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

/**
 * The number of distinct values.
 *
 * @param count the number, or an estimate
 * @param standardError of the estimate, relative to the true number; 0 if it is exact
 */
public record DistinctValues(long count, double standardError) {}
