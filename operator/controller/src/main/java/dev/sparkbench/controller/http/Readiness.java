// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.http;

/**
 * The answer of {@code /readyz}.
 *
 * @param ready whether the program does its work
 * @param text why not, or a warning
 */
public record Readiness(boolean ready, String text) {}
