// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.status;

import dev.sparkbench.api.contract.Regression;
import dev.sparkbench.api.contract.Text;
import dev.sparkbench.api.resource.Condition;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.scaling.ComparisonGoal;
import dev.sparkbench.api.scaling.Goal;
import dev.sparkbench.api.scaling.VariantAdvice;
import dev.sparkbench.api.scaling.VariantComparison;
import dev.sparkbench.controller.plan.Observation;
import java.util.List;
import java.util.Objects;

/**
 * The conditions after an observation, by the conventions of kstatus: {@code Reconciling} and
 * {@code Stalled} exist only when they are true. So generic tools see progress, success and failure
 * without knowing this resource.
 */
final class Conditions {

  private static final String TRUE = "True";
  private static final String FALSE = "False";
  private static final String UNKNOWN = "Unknown";

  private final Observation o;

  private Conditions(Observation o) {
    this.o = o;
  }

  static Conditions after(Observation o) {
    return new Conditions(o);
  }

  List<Condition> progressing(String reason, String message) {
    return unfinished(Condition.RECONCILING, reason, message);
  }

  List<Condition> suspended(String message) {
    return unfinished(Condition.SUSPENDED, "Suspended", message);
  }

  /** The benchmark cannot continue, but nothing is decided. */
  List<Condition> stuck(String reason, String message) {
    return unfinished(Condition.STALLED, reason, message);
  }

  private List<Condition> unfinished(String why, String reason, String message) {
    return List.of(
        condition(why, TRUE, reason, message),
        condition(Condition.READY, FALSE, reason, message),
        condition(Condition.SUCCEEDED, UNKNOWN, reason, message));
  }

  List<Condition> succeeded(String reason, String message) {
    return List.of(
        condition(Condition.READY, TRUE, reason, message),
        condition(Condition.SUCCEEDED, TRUE, reason, message));
  }

  List<Condition> failed(String reason, String message) {
    return List.of(
        condition(Condition.STALLED, TRUE, reason, message),
        condition(Condition.READY, FALSE, reason, message),
        condition(Condition.SUCCEEDED, FALSE, reason, message));
  }

  /** Whether the goal is met. */
  Condition goal(Goal.Answer met, String message) {
    return switch (met) {
      case YES -> condition(Condition.GOAL_MET, TRUE, "GoalReached", message);
      case NO -> condition(Condition.GOAL_MET, FALSE, "GoalMissed", message);
      case UNKNOWN -> condition(Condition.GOAL_MET, UNKNOWN, "NotSure", message);
    };
  }

  /**
   * Whether every variant meets the requirements.
   *
   * @param differing what was computed with another result
   * @param complete whether all node counts were measured, and their outputs compared
   */
  Condition comparison(
      ComparisonGoal goal, VariantComparison comparison, List<String> differing, boolean complete) {
    String message = VariantAdvice.goal(goal, comparison, differing, complete);
    if (!differing.isEmpty()) {
      return condition(Condition.COMPARISON_MET, FALSE, "OutputsDiffer", message);
    }
    ComparisonGoal.Answer answer = goal.isMet(comparison, complete);
    String status =
        switch (answer) {
          case Met -> TRUE;
          case Slower, NotFaster -> FALSE;
          case NotSure, TooFewTrials, NothingInCommon, Incomplete -> UNKNOWN;
        };
    return condition(Condition.COMPARISON_MET, status, answer.name(), message);
  }

  /** Whether this benchmark is slower than the last one. */
  Condition regressed(Regression regression) {
    String status = regression.slower() == null ? UNKNOWN : regression.slower() ? TRUE : FALSE;
    return condition(Condition.REGRESSED, status, regression.reason(), regression.message());
  }

  /** The same conditions for a later generation. */
  List<Condition> acknowledged() {
    return o.status().conditions().stream()
        .map(
            c ->
                new Condition(
                    c.type(),
                    c.status(),
                    o.generation(),
                    c.lastTransitionTime(),
                    c.reason(),
                    c.message()))
        .toList();
  }

  private Condition condition(String type, String status, String reason, String message) {
    return new Condition(
        type,
        status,
        o.generation(),
        since(type, status),
        reason,
        Text.shortened(message, SparkBenchmarkJobStatus.MAX_MESSAGE_LENGTH));
  }

  /** If the condition has this status already, the time of its last transition stays. */
  private String since(String type, String status) {
    return o.status().conditions().stream()
        .filter(c -> c.type().equals(type) && Objects.equals(c.status(), status))
        .map(Condition::lastTransitionTime)
        .findFirst()
        .orElseGet(() -> o.now().toString());
  }
}
