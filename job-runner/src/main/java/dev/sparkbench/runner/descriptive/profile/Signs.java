// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

/**
 * The numbers of special values of a numeric column.
 *
 * @param zeros zero, of either sign
 * @param negative below zero, -∞ among them
 * @param nan not a number
 * @param positiveInfinity +∞
 * @param negativeInfinity -∞
 */
public record Signs(
    long zeros, long negative, long nan, long positiveInfinity, long negativeInfinity) {}
