// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.PrepareResult;
import dev.sparkbench.api.contract.ReportResult;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.Text;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.controller.spec.Benchmark;
import dev.sparkbench.controller.spec.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What to do next. Each step is first written into the status and then carried out. Carrying it out
 * twice has the same effect as once.
 */
public sealed interface Step {

  /** The kind of this step. */
  Kind kind();

  /**
   * The kinds of steps. Switch expressions over them have no default, so the compiler reports every
   * place that must handle a new kind.
   */
  enum Kind {
    /** {@link Reject}. */
    REJECT,
    /** {@link Start}. */
    START,
    /** {@link JudgeAgain}. */
    JUDGE_AGAIN,
    /** {@link AcknowledgeEdit}. */
    ACKNOWLEDGE_EDIT,
    /** {@link Suspend}. */
    SUSPEND,
    /** {@link GiveWay}. */
    GIVE_WAY,
    /** {@link Resume}. */
    RESUME,
    /** {@link Expire}. */
    EXPIRE,
    /** {@link RemovePods}. */
    REMOVE_PODS,
    /** {@link EndPods}. */
    END_PODS,
    /** {@link RemoveExecutors}. */
    REMOVE_EXECUTORS,
    /** {@link Launch}. */
    LAUNCH,
    /** {@link Postpone}. */
    POSTPONE,
    /** {@link EnterQueue}. */
    ENTER_QUEUE,
    /** {@link LeaveQueue}. */
    LEAVE_QUEUE,
    /** {@link ConfirmPod}. */
    CONFIRM_POD,
    /** {@link RecordRun}. */
    RECORD_RUN,
    /** {@link RecordPreparation}. */
    RECORD_PREPARATION,
    /** {@link RecordReport}. */
    RECORD_REPORT,
    /** {@link Retry}. */
    RETRY,
    /** {@link GiveUp}. */
    GIVE_UP,
    /** {@link Finish}. */
    FINISH,
    /** {@link Await}. */
    AWAIT
  }

  /**
   * Refuse the spec, in the status.
   *
   * @param violations what is wrong
   */
  record Reject(List<Violation> violations) implements Step {

    /** The sentence that says what is wrong; no longer than a status can hold. */
    public String message() {
      return Text.shortened(
          violations.stream().map(Violation::toString).collect(Collectors.joining("; ")),
          SparkBenchmarkJobStatus.MAX_MESSAGE_LENGTH);
    }

    @Override
    public Kind kind() {
      return Kind.REJECT;
    }
  }

  /**
   * Begin, or begin again under a new spec.
   *
   * @param benchmark what to run
   */
  record Start(Benchmark benchmark) implements Step {
    @Override
    public Kind kind() {
      return Kind.START;
    }
  }

  /** Judge the results again, after an edit of the goal or prices, and write another report. */
  record JudgeAgain() implements Step {
    @Override
    public Kind kind() {
      return Kind.JUDGE_AGAIN;
    }
  }

  /** Record that an edit changed nothing that is measured. */
  record AcknowledgeEdit() implements Step {
    @Override
    public Kind kind() {
      return Kind.ACKNOWLEDGE_EDIT;
    }
  }

  /** Stop, because the spec says so; results are kept. */
  record Suspend() implements Step {
    @Override
    public Kind kind() {
      return Kind.SUSPEND;
    }
  }

  /**
   * Stop, because another benchmark writes to the same place; results are kept.
   *
   * @param occupant the other resource
   */
  record GiveWay(String occupant) implements Step {
    @Override
    public Kind kind() {
      return Kind.GIVE_WAY;
    }
  }

  /** Continue with what is missing. */
  record Resume() implements Step {
    @Override
    public Kind kind() {
      return Kind.RESUME;
    }
  }

  /** Delete the resource, because its time to live is over. */
  record Expire() implements Step {
    @Override
    public Kind kind() {
      return Kind.EXPIRE;
    }
  }

  /**
   * Delete pods that are no longer needed; their executors follow by garbage collection.
   *
   * @param names the pods
   */
  record RemovePods(List<String> names) implements Step {
    @Override
    public Kind kind() {
      return Kind.REMOVE_PODS;
    }
  }

  /**
   * End what still runs in pods that are kept.
   *
   * @param names the pods
   */
  record EndPods(List<String> names) implements Step {
    @Override
    public Kind kind() {
      return Kind.END_PODS;
    }
  }

  /**
   * Delete executors that have lost their driver.
   *
   * @param drivers the names of the drivers' pods
   */
  record RemoveExecutors(List<String> drivers) implements Step {
    @Override
    public Kind kind() {
      return Kind.REMOVE_EXECUTORS;
    }
  }

  /**
   * Create the pod of an attempt.
   *
   * @param benchmark the benchmark of the pod
   * @param pod the pod
   */
  record Launch(Benchmark benchmark, CurrentPod pod) implements Step {
    @Override
    public Kind kind() {
      return Kind.LAUNCH;
    }
  }

  /**
   * Record that the API server refuses the current pod for now.
   *
   * @param refusal what it said
   * @param until when to try again
   */
  record Postpone(Failure refusal, Instant until) implements Step {
    @Override
    public Kind kind() {
      return Kind.POSTPONE;
    }
  }

  /** Record that a queue or gang holds the current pod. */
  record EnterQueue() implements Step {
    @Override
    public Kind kind() {
      return Kind.ENTER_QUEUE;
    }
  }

  /** Record that the queue or gang has released the pod. */
  record LeaveQueue() implements Step {
    @Override
    public Kind kind() {
      return Kind.LEAVE_QUEUE;
    }
  }

  /** Record that the current pod exists. */
  record ConfirmPod() implements Step {
    @Override
    public Kind kind() {
      return Kind.CONFIRM_POD;
    }
  }

  /**
   * Record the result of a run.
   *
   * @param report the driver's answer
   */
  record RecordRun(RunReport report) implements Step {
    @Override
    public Kind kind() {
      return Kind.RECORD_RUN;
    }
  }

  /**
   * Record that the data exists.
   *
   * @param result the pod's answer
   */
  record RecordPreparation(PrepareResult result) implements Step {
    @Override
    public Kind kind() {
      return Kind.RECORD_PREPARATION;
    }
  }

  /**
   * Record the location of the report, and end the benchmark.
   *
   * @param result the report pod's answer
   */
  record RecordReport(ReportResult result) implements Step {
    @Override
    public Kind kind() {
      return Kind.RECORD_REPORT;
    }
  }

  /**
   * Record why an attempt failed, and try again later.
   *
   * @param failure the failure
   * @param at when to try again
   */
  record Retry(Failure failure, Instant at) implements Step {
    @Override
    public Kind kind() {
      return Kind.RETRY;
    }
  }

  /**
   * Record why the last attempt failed, and give up the preparation, run or report.
   *
   * @param failure what went wrong
   * @param skips what else is not measured
   */
  record GiveUp(Failure failure, Skips skips) implements Step {

    /** What else is not measured, because it would fail the same way, or because users say so. */
    public enum Skips {
      /** Other node counts may succeed. */
      NOTHING,
      /** All other runs of the same variant. */
      VARIANT,
      /** All other runs. */
      BENCHMARK
    }

    @Override
    public Kind kind() {
      return Kind.GIVE_UP;
    }
  }

  /** End the benchmark without a report, because nothing was measured. */
  record Finish() implements Step {
    @Override
    public Kind kind() {
      return Kind.FINISH;
    }
  }

  /**
   * Wait for an event.
   *
   * @param until when to check again even without an event; empty for never
   * @param why what the benchmark waits for, for people; empty if the message does not change
   */
  record Await(Optional<Instant> until, Optional<String> why) implements Step {
    @Override
    public Kind kind() {
      return Kind.AWAIT;
    }
  }
}
