// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import dev.sparkbench.api.contract.RunReport;
import java.time.Instant;

/**
 * A row of the plan's table: in this situation, this is the next step.
 *
 * @param name the situation in words
 * @param given the situation
 * @param expected the step in words
 */
record Row(String name, Situation given, String expected) {

  static Row row(String name, Situation given, String expected) {
    return new Row(name, given, expected);
  }

  /** The step that the plan decides on, in words. */
  String next() {
    return describe(given.decide());
  }

  @Override
  public String toString() {
    return name + ": " + expected;
  }

  private static String describe(Step step) {
    return switch (step.kind()) {
      case REJECT -> "reject: " + ((Step.Reject) step).message();
      case START -> "start";
      case JUDGE_AGAIN -> "judge again";
      case ACKNOWLEDGE_EDIT -> "acknowledge the edit";
      case SUSPEND -> "suspend";
      case GIVE_WAY -> "give way to " + ((Step.GiveWay) step).occupant();
      case RESUME -> "resume";
      case EXPIRE -> "expire";
      case REMOVE_PODS -> "remove " + ((Step.RemovePods) step).names();
      case END_PODS -> "end " + ((Step.EndPods) step).names();
      case REMOVE_EXECUTORS -> "remove executors of " + ((Step.RemoveExecutors) step).drivers();
      case LAUNCH -> "launch " + ((Step.Launch) step).pod().pod();
      case POSTPONE -> "postpone";
      case ENTER_QUEUE -> "enter the queue";
      case LEAVE_QUEUE -> "leave the queue";
      case CONFIRM_POD -> "confirm the pod";
      case RECORD_RUN -> describe(((Step.RecordRun) step).report());
      case RECORD_PREPARATION ->
          "record that the data is there, generated: "
              + ((Step.RecordPreparation) step).result().generated();
      case RECORD_REPORT ->
          "record the report " + ((Step.RecordReport) step).result().performanceCsv();
      case RETRY -> describe((Step.Retry) step);
      case GIVE_UP -> describe((Step.GiveUp) step);
      case FINISH -> "finish";
      case AWAIT -> describe((Step.Await) step);
    };
  }

  private static String describe(RunReport report) {
    return "record " + report.nodes() + " nodes " + report.samples();
  }

  private static String describe(Step.Retry retry) {
    return "retry at %s: %s: %s"
        .formatted(time(retry.at()), retry.failure().reason(), retry.failure().message());
  }

  private static String describe(Step.GiveUp giveUp) {
    return "give up%s: %s: %s"
        .formatted(
            switch (giveUp.skips()) {
              case NOTHING -> "";
              case VARIANT -> " the variant";
              case BENCHMARK -> " the benchmark";
            },
            giveUp.failure().reason(),
            giveUp.failure().message());
  }

  private static String describe(Step.Await await) {
    return "await "
        + await.until().map(until -> "until " + time(until)).orElse("an event")
        + await.why().map(why -> ": " + why).orElse("");
  }

  private static String time(Instant instant) {
    return instant.toString().substring(11, 19);
  }
}
