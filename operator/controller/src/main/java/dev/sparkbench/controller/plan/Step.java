package dev.sparkbench.controller.plan;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.ReportResult;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.controller.spec.Benchmark;
import dev.sparkbench.controller.spec.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What to do next. Each step is first written down in the status and only then carried out;
 * carrying out the same step twice does no more than once.
 */
public sealed interface Step {

  /**
   * Refuse the spec, in the status.
   *
   * @param violations what is wrong
   */
  record Reject(List<Violation> violations) implements Step {

    /** The sentence that says what is wrong. */
    static String message(List<Violation> violations) {
      return violations.stream().map(Violation::toString).collect(Collectors.joining("; "));
    }

    /** The sentence that says what is wrong. */
    public String message() {
      return message(violations);
    }
  }

  /**
   * Begin, or begin again under a new spec.
   *
   * @param benchmark what to run
   */
  record Start(Benchmark benchmark) implements Step {}

  /** Note that an edit changed nothing that is measured. */
  record AcknowledgeEdit() implements Step {}

  /** Stop, as the spec says; what was measured stays. */
  record Suspend() implements Step {}

  /**
   * Stop, because another benchmark is writing to the same place; what was measured stays.
   *
   * @param occupant the other resource
   */
  record GiveWay(String occupant) implements Step {}

  /** Go on with what is missing. */
  record Resume() implements Step {}

  /** Delete the resource, whose time is over. */
  record Expire() implements Step {}

  /**
   * Delete pods that are no longer wanted; their executors follow by garbage collection.
   *
   * @param names the pods
   */
  record RemovePods(List<String> names) implements Step {}

  /**
   * Delete executors that have lost their driver.
   *
   * @param drivers the names of the drivers' pods
   */
  record RemoveExecutors(List<String> drivers) implements Step {}

  /**
   * Create the pod of an attempt.
   *
   * @param benchmark what it belongs to
   * @param pod which one
   */
  record Launch(Benchmark benchmark, CurrentPod pod) implements Step {}

  /** Note that the current pod exists. */
  record ConfirmPod() implements Step {}

  /**
   * Keep a finished run's result.
   *
   * @param report what the driver said
   */
  record RecordRun(RunReport report) implements Step {}

  /**
   * Keep where the report lies, and end the benchmark.
   *
   * @param result what the report pod said
   */
  record RecordReport(ReportResult result) implements Step {}

  /**
   * Keep why an attempt failed, and try again later.
   *
   * @param failure what went wrong
   * @param at when
   */
  record Retry(Failure failure, Instant at) implements Step {}

  /**
   * Keep why the last attempt failed, and give up the run or report.
   *
   * @param failure what went wrong
   * @param endsBenchmark whether no further run is to be made
   */
  record GiveUp(Failure failure, boolean endsBenchmark) implements Step {}

  /** End the benchmark without a report, because nothing was measured. */
  record Finish() implements Step {}

  /**
   * Wait for an event.
   *
   * @param until when to look again even without one; empty for never
   * @param why what is waited for, for people; empty when there is nothing to say
   */
  record Await(Optional<Instant> until, Optional<String> why) implements Step {}
}
