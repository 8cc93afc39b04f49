// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One aspect of the resource's state, in the form of {@code metav1.Condition}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
    @JsonPropertyDescription("The aspect of the state.") @Required @Size(min = 1, max = 316) String type,
    @JsonPropertyDescription("True, False or Unknown.") @Required @Size(max = 7) String status,
    @JsonPropertyDescription("The generation of the spec that this is about.")
        Long observedGeneration,
    @JsonPropertyDescription("When the status last changed (RFC 3339).") @Required @Size(max = 64) String lastTransitionTime,
    @JsonPropertyDescription("One CamelCase word for machines.")
        @Required
        @Size(min = 1, max = 1024) String reason,
    @JsonPropertyDescription("A sentence for people.") @Required @Size(max = 32768) String message) {

  /** True while the operator works towards the spec; absent otherwise. */
  public static final String RECONCILING = "Reconciling";

  /** True after the operator gave up, until there is a new spec; absent otherwise. */
  public static final String STALLED = "Stalled";

  /** True when the benchmark is complete. */
  public static final String READY = "Ready";

  /** True or False when the benchmark has ended; Unknown before. */
  public static final String SUCCEEDED = "Succeeded";

  /** True while spec.suspend keeps the benchmark from going on; absent otherwise. */
  public static final String SUSPENDED = "Suspended";

  /** Whether a node count meets the goal, when the benchmark has ended; absent without a goal. */
  public static final String GOAL_MET = "GoalMet";

  /**
   * Whether every variant meets the requirements of spec.comparison, when the benchmark has ended;
   * absent without it.
   */
  public static final String COMPARISON_MET = "ComparisonMet";

  /**
   * Whether a node count is slower than in the last benchmark of the same job; absent where there
   * is none to compare with.
   */
  public static final String REGRESSED = "Regressed";

  /** Whether it is true. */
  @JsonIgnore
  public boolean isTrue() {
    return "True".equals(status);
  }
}
