package dev.sparkbench.controller.status;

import dev.sparkbench.api.resource.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The conditions of a resource, by the conventions of kstatus: {@code Reconciling} and {@code
 * Stalled} are there only when they are true, so that generic tools see progress, success and
 * failure without knowing this resource.
 */
final class Conditions {

  private static final String TRUE = "True";
  private static final String FALSE = "False";
  private static final String UNKNOWN = "Unknown";

  private Conditions() {}

  static List<Condition> progressing(
      List<Condition> before, long generation, Instant now, String reason, String message) {
    Writer writer = new Writer(before, generation, now, reason, message);
    writer.set(Condition.RECONCILING, TRUE);
    writer.set(Condition.READY, FALSE);
    writer.set(Condition.SUCCEEDED, UNKNOWN);
    return writer.conditions;
  }

  static List<Condition> suspended(
      List<Condition> before, long generation, Instant now, String message) {
    Writer writer = new Writer(before, generation, now, "Suspended", message);
    writer.set(Condition.SUSPENDED, TRUE);
    writer.set(Condition.READY, FALSE);
    writer.set(Condition.SUCCEEDED, UNKNOWN);
    return writer.conditions;
  }

  /** Stopped by something that somebody should look at, but that may pass. */
  static List<Condition> blocked(
      List<Condition> before, long generation, Instant now, String reason, String message) {
    Writer writer = new Writer(before, generation, now, reason, message);
    writer.set(Condition.STALLED, TRUE);
    writer.set(Condition.READY, FALSE);
    writer.set(Condition.SUCCEEDED, UNKNOWN);
    return writer.conditions;
  }

  static List<Condition> succeeded(
      List<Condition> before, long generation, Instant now, String reason, String message) {
    Writer writer = new Writer(before, generation, now, reason, message);
    writer.set(Condition.READY, TRUE);
    writer.set(Condition.SUCCEEDED, TRUE);
    return writer.conditions;
  }

  static List<Condition> failed(
      List<Condition> before, long generation, Instant now, String reason, String message) {
    Writer writer = new Writer(before, generation, now, reason, message);
    writer.set(Condition.STALLED, TRUE);
    writer.set(Condition.READY, FALSE);
    writer.set(Condition.SUCCEEDED, FALSE);
    return writer.conditions;
  }

  /** Whether the goal is met. */
  static List<Condition> goal(
      List<Condition> before, long generation, Instant now, boolean met, String message) {
    Writer writer =
        new Writer(before, generation, now, met ? "GoalReached" : "GoalMissed", message);
    writer.set(Condition.GOAL_MET, met ? TRUE : FALSE);
    return writer.conditions;
  }

  /** Whether the last benchmark was faster. */
  static List<Condition> regressed(
      List<Condition> before, long generation, Instant now, boolean regressed, String message) {
    Writer writer =
        new Writer(before, generation, now, regressed ? "Slower" : "NotSlower", message);
    writer.set(Condition.REGRESSED, regressed ? TRUE : FALSE);
    return writer.conditions;
  }

  /** The same conditions, said of a later generation. */
  static List<Condition> acknowledged(List<Condition> before, long generation) {
    return before.stream()
        .map(
            c ->
                new Condition(
                    c.type(),
                    c.status(),
                    generation,
                    c.lastTransitionTime(),
                    c.reason(),
                    c.message()))
        .toList();
  }

  private static final class Writer {
    private final List<Condition> conditions = new ArrayList<>();
    private final List<Condition> before;
    private final long generation;
    private final String now;
    private final String reason;
    private final String message;

    Writer(List<Condition> before, long generation, Instant now, String reason, String message) {
      this.before = before;
      this.generation = generation;
      this.now = now.toString();
      this.reason = reason;
      this.message = message;
    }

    void set(String type, String status) {
      String since =
          before.stream()
              .filter(c -> c.type().equals(type) && Objects.equals(c.status(), status))
              .map(Condition::lastTransitionTime)
              .findFirst()
              .orElse(now);
      conditions.add(new Condition(type, status, generation, since, reason, message));
    }
  }
}
