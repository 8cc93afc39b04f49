// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.work;

import java.util.function.Supplier;

/**
 * A part of the work with its own window: it is measured from the call until it returns.
 *
 * @param name unique among the parts
 * @param computation does all the work each time, and leaves nothing behind that could save work
 *     the next time
 * @param <T> the type of its result
 */
public record Part<T>(String name, Supplier<T> computation) {}
