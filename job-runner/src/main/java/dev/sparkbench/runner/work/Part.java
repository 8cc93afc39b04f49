// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.work;

import java.util.function.Supplier;

/**
 * A part of the work that has its own window: it is measured from the call until it returns.
 *
 * @param name unique among the parts
 * @param computation does it anew, and leaves nothing behind that a second time could save work
 *     with
 * @param <T> what it computes
 */
public record Part<T>(String name, Supplier<T> computation) {}
