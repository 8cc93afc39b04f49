// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What an edit of a field of the spec does. Every field has this annotation, or consists of fields
 * that do, so that nobody can add a field without deciding on it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface EditOf {

  /** The effect of an edit. */
  Effect value();

  /**
   * The value that has the same meaning as an absent field, if it is the same everywhere and is not
   * always the type's own default. It must not change when the default changes, because then the
   * next release would repeat finished benchmarks.
   */
  String unless() default "";

  /** The effects of an edit. */
  enum Effect {
    /** The benchmark starts over: the field determines what is measured, or where results go. */
    STARTS_OVER,
    /** The results are judged again, because the field is a criterion for them. */
    JUDGES_AGAIN,
    /** From the next pod on, pods are run and kept differently. */
    RUNS_OTHERWISE
  }
}
