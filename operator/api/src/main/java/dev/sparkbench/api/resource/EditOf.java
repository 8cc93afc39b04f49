// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What an edit of a field of the spec does. Every field says it, or consists of fields that do, so
 * that nobody who adds one forgets to think of it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface EditOf {

  /** What it does. */
  Effect value();

  /**
   * The value that says no more than its absence, if it is the same everywhere and not always the
   * type's. It stays as it is when the default changes: otherwise the next release would repeat
   * finished benchmarks.
   */
  String unless() default "";

  /** What an edit does. */
  enum Effect {
    /** The benchmark starts over: the field determines what is measured, or where results go. */
    STARTS_OVER,
    /** What was measured is judged anew: it is compared with the field. */
    JUDGES_AGAIN,
    /** Pods are run and kept otherwise, from the next one on. */
    RUNS_OTHERWISE
  }
}
