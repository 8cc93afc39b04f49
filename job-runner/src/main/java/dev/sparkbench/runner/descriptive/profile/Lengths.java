// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

/**
 * Lengths of values: characters of texts, bytes of binaries, elements of arrays and maps.
 *
 * @param count how many values there are
 * @param sum of all lengths
 * @param empty how many values have length 0
 * @param min the smallest length; meaningless without values
 * @param max the largest length; meaningless without values
 */
public record Lengths(long count, long sum, long empty, int min, int max) {}
