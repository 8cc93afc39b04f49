package dev.sparkbench.controller.plan;

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
    if (step instanceof Step.Reject reject) {
      return "reject: " + reject.message();
    } else if (step instanceof Step.Start) {
      return "start";
    } else if (step instanceof Step.AcknowledgeEdit) {
      return "acknowledge the edit";
    } else if (step instanceof Step.RemovePods remove) {
      return "remove " + remove.names();
    } else if (step instanceof Step.RemoveExecutors remove) {
      return "remove executors of " + remove.drivers();
    } else if (step instanceof Step.Launch launch) {
      return "launch " + launch.pod().pod();
    } else if (step instanceof Step.ConfirmPod) {
      return "confirm the pod";
    } else if (step instanceof Step.RecordRun record) {
      return "record " + record.report().nodes() + " nodes " + record.report().samples();
    } else if (step instanceof Step.RecordReport record) {
      return "record the report " + record.result().performanceCsv();
    } else if (step instanceof Step.Retry retry) {
      return "retry at %s: %s: %s"
          .formatted(time(retry.at()), retry.failure().reason(), retry.failure().message());
    } else if (step instanceof Step.GiveUp giveUp) {
      return "give up%s: %s: %s"
          .formatted(
              giveUp.endsBenchmark() ? " the benchmark" : "",
              giveUp.failure().reason(),
              giveUp.failure().message());
    } else if (step instanceof Step.Finish) {
      return "finish";
    } else if (step instanceof Step.Suspend) {
      return "suspend";
    } else if (step instanceof Step.GiveWay giveWay) {
      return "give way to " + giveWay.occupant();
    } else if (step instanceof Step.Resume) {
      return "resume";
    } else if (step instanceof Step.Expire) {
      return "expire";
    }
    Step.Await await = (Step.Await) step;
    return "await "
        + await.until().map(until -> "until " + time(until)).orElse("an event")
        + await.why().map(why -> ": " + why).orElse("");
  }

  private static String time(Instant instant) {
    return instant.toString().substring(11, 19);
  }
}
