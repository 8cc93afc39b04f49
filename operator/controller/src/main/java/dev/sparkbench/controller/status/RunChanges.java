// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.status;

import dev.sparkbench.api.contract.PrepareResult;
import dev.sparkbench.api.contract.ResultLayout;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatusBuilder;
import dev.sparkbench.controller.plan.Observation;
import dev.sparkbench.controller.plan.Step;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The status during the life of a pod: decided on, created, at work, and its result. */
final class RunChanges {

  private static final String RETRYING = "Retrying";
  private static final String WAITING = "WaitingForPod";
  private static final String QUEUED = "Queued";

  private RunChanges() {}

  static SparkBenchmarkJobStatus launched(Observation o, CurrentPod pod) {
    if (pod.equals(o.status().current())) {
      return o.status(); // decided before; it is unknown whether the pod was created
    }
    SparkBenchmarkJobStatusBuilder status =
        SparkBenchmarkJobStatusBuilder.builder(o.status()).phase(Phase.Running).current(pod);
    return Progress.of(
        o,
        switch (pod.purpose()) {
          case Prepare -> status;
          case Run ->
              status
                  .currentNodes(pod.nodes())
                  .runs(Runs.change(o.status().runs(), pod, run -> Runs.running(run, pod.pod())));
          case Report -> status.judgedDigest(o.digests().judged());
        },
        Progress.working(o, pod));
  }

  static SparkBenchmarkJobStatus prepared(Observation o, PrepareResult result) {
    return Progress.of(
        o,
        SparkBenchmarkJobStatusBuilder.builder(o.status()).current(null).toPrepare(null),
        Messages.prepared(o.status().toPrepare(), result));
  }

  static SparkBenchmarkJobStatus postponed(Observation o, Step.Postpone step) {
    return Progress.of(
        o,
        SparkBenchmarkJobStatusBuilder.builder(o.status())
            .current(o.current().orElseThrow().postponedTo(step.until().toString())),
        WAITING,
        Messages.postponed(step));
  }

  static SparkBenchmarkJobStatus queued(Observation o) {
    CurrentPod pod = o.current().orElseThrow();
    return Progress.of(
        o,
        SparkBenchmarkJobStatusBuilder.builder(o.status()).current(pod.in(CurrentPod.State.Queued)),
        QUEUED,
        Messages.queued(pod));
  }

  /** The time in the queue does not count for the attempt. */
  static SparkBenchmarkJobStatus letGo(Observation o) {
    CurrentPod pod = o.current().orElseThrow().inFrom(CurrentPod.State.Running, o.now().toString());
    return Progress.of(
        o,
        SparkBenchmarkJobStatusBuilder.builder(o.status()).current(pod),
        Progress.working(o, pod));
  }

  static SparkBenchmarkJobStatus confirmed(Observation o) {
    return SparkBenchmarkJobStatusBuilder.builder(o.status())
        .current(o.current().orElseThrow().in(CurrentPod.State.Running))
        .build();
  }

  static SparkBenchmarkJobStatus measured(Observation o, RunReport report) {
    List<RunStatus> runs =
        Runs.change(
            o.status().runs(),
            o.current().orElseThrow(),
            run ->
                Runs.measured(
                    run,
                    report,
                    Progress.trials(o),
                    Spending.of(report, o.current().orElseThrow(), o.now())));
    SparkBenchmarkJobStatusBuilder status =
        SparkBenchmarkJobStatusBuilder.builder(o.status())
            .current(null)
            .currentNodes(null)
            .runs(runs)
            .progress(Progress.done(runs, Progress.trials(o)))
            .outputs(outputs(o, runs));
    if (o.status().datasetIdentity() == null) {
      status.datasetIdentity(report.datasetIdentity());
    }
    Performance.fill(status, runs, o.benchmark());
    return Progress.of(
        o, status, Messages.measured(o.current().orElseThrow(), report, Progress.trials(o)));
  }

  static SparkBenchmarkJobStatus retrying(Observation o, Step.Retry retry) {
    CurrentPod failed = o.current().orElseThrow();
    SparkBenchmarkJobStatusBuilder status =
        SparkBenchmarkJobStatusBuilder.builder(o.status())
            .current(
                failed.retryAt(retry.at().toString(), retry.failure().reason().isDisruption()));
    SparkBenchmarkJobStatusBuilder told =
        switch (failed.purpose()) {
          case Prepare, Report -> status;
          case Run ->
              status.runs(
                  Runs.change(
                      o.status().runs(),
                      failed,
                      run ->
                          Runs.failedAttempt(
                              run, retry.failure(), Spending.failed(failed, o.now()))));
        };
    return Progress.of(o, told, RETRYING, Messages.retrying(failed, Progress.trials(o), retry));
  }

  static SparkBenchmarkJobStatus givenUp(Observation o, Step.GiveUp step) {
    CurrentPod failed = o.current().orElseThrow();
    SparkBenchmarkJobStatusBuilder status =
        SparkBenchmarkJobStatusBuilder.builder(o.status()).current(null).currentNodes(null);
    return switch (failed.purpose()) {
      case Prepare -> Endings.unprepared(o, status, step.failure());
      case Run -> runGivenUp(o, failed, status, step);
      case Report -> Endings.unreported(o, status, step.failure());
    };
  }

  private static SparkBenchmarkJobStatus runGivenUp(
      Observation o, CurrentPod failed, SparkBenchmarkJobStatusBuilder status, Step.GiveUp step) {
    List<RunStatus> runs =
        Runs.change(
            o.status().runs(),
            failed,
            run -> Runs.failed(run, step.failure(), Spending.failed(failed, o.now())));
    runs =
        switch (step.skips()) {
          case NOTHING -> runs;
          case VARIANT -> Runs.skipUnfinished(runs, run -> failed.variant().equals(run.variant()));
          case BENCHMARK -> Runs.skipUnfinished(runs);
        };
    // A node count that is given up is no longer compared, whatever it has measured.
    Performance.fill(status, runs, o.benchmark());
    return Progress.of(
        o,
        status.runs(runs).progress(Progress.done(runs, Progress.trials(o))),
        Messages.failed(failed, Progress.trials(o), step.failure()));
  }

  private static Map<String, String> outputs(Observation o, List<RunStatus> runs) {
    ResultLayout layout = new ResultLayout(S3Uri.parse(o.status().resultPath()));
    Map<String, String> outputs = new TreeMap<>();
    for (RunStatus run : runs) {
      if (run.measuredTrials() == 0) {
        continue;
      }
      if (run.variant() == null) {
        outputs.put(ResultLayout.runName(run.nodes()), layout.run(run.nodes()).toString());
      } else {
        // Up to 64 long URIs would not fit into a status.
        outputs.put(run.variant(), layout.of(run.variant()).output().toString());
      }
    }
    return outputs;
  }
}
