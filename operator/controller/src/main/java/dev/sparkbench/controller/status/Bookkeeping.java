package dev.sparkbench.controller.status;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.ReportResult;
import dev.sparkbench.api.contract.ResultLayout;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.resource.Condition;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.CurrentPod.Purpose;
import dev.sparkbench.api.resource.MeasurementSpec.Order;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.RunStatus.State;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import dev.sparkbench.api.resource.StatusBuilder;
import dev.sparkbench.api.scaling.Advice;
import dev.sparkbench.api.scaling.Goal;
import dev.sparkbench.api.scaling.Price;
import dev.sparkbench.api.scaling.ScalingTable;
import dev.sparkbench.controller.plan.Observation;
import dev.sparkbench.controller.plan.Step;
import dev.sparkbench.controller.spec.Benchmark;
import dev.sparkbench.controller.spec.Resolution;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps the books: what the status says once a step has been decided on. A pure function; the
 * status is written before the step is carried out, so that whoever takes over knows what may have
 * happened.
 */
public final class Bookkeeping {

  private static final String RUNNING = "Running";
  private static final String RETRYING = "Retrying";

  private Bookkeeping() {}

  /** The status after that decision. */
  public static SparkBenchmarkJobStatus after(Step step, Observation o) {
    if (step instanceof Step.Reject reject) {
      return rejected(o, reject);
    } else if (step instanceof Step.Start start) {
      return started(o, start.benchmark());
    } else if (step instanceof Step.AcknowledgeEdit) {
      return new StatusBuilder(o.status())
          .observedGeneration(o.generation())
          .conditions(Conditions.after(o).acknowledged())
          .build();
    } else if (step instanceof Step.Suspend) {
      return suspended(o);
    } else if (step instanceof Step.GiveWay giveWay) {
      return givenWay(o, giveWay);
    } else if (step instanceof Step.Resume) {
      return resumed(o);
    } else if (step instanceof Step.Launch launch) {
      return launched(o, launch.pod());
    } else if (step instanceof Step.ConfirmPod) {
      return new StatusBuilder(o.status())
          .current(o.current().orElseThrow().in(CurrentPod.State.Running))
          .build();
    } else if (step instanceof Step.RecordRun done) {
      return measured(o, done.report());
    } else if (step instanceof Step.RecordReport done) {
      return reported(o, done.result());
    } else if (step instanceof Step.Retry retry) {
      return retrying(o, retry);
    } else if (step instanceof Step.GiveUp giveUp) {
      return givenUp(o, giveUp);
    } else if (step instanceof Step.Finish) {
      return ended(o, new StatusBuilder(o.status()), Optional.empty(), Optional.empty());
    } else if (step instanceof Step.Await await) {
      return awaiting(o, await);
    }
    // RemovePods, RemoveExecutors: what is removed was written off before; Expire
    return o.status();
  }

  private static SparkBenchmarkJobStatus rejected(Observation o, Step.Reject reject) {
    return new StatusBuilder()
        .starts(o.status().starts())
        .observedGeneration(o.generation())
        .phase(Phase.Failed)
        .message(Messages.shortened(reject.message()))
        .completionTime(o.now().toString())
        .conditions(Conditions.after(o).failed("InvalidSpec", reject.message()))
        .build();
  }

  private static SparkBenchmarkJobStatus started(Observation o, Benchmark benchmark) {
    List<RunStatus> runs = benchmark.nodeList().stream().map(RunStatus::pending).toList();
    return progressing(
        o,
        new StatusBuilder()
            .starts(o.status().timesStarted() + 1)
            .phase(Phase.Pending)
            .jobId(benchmark.jobId())
            .startTime(o.now().toString())
            .runs(runs)
            .progress(progress(runs))
            .resultPath(benchmark.layout().output().toString())
            .specDigest(o.specDigest())
            .rerun(benchmark.rerun().orElse(null))
            .orderSeed(benchmark.order() == Order.Shuffled ? o.now().toEpochMilli() : null),
        RUNNING,
        Messages.started(benchmark));
  }

  private static SparkBenchmarkJobStatus suspended(Observation o) {
    String message = Messages.suspended(o.status().progress());
    return stopped(o)
        .phase(Phase.Suspended)
        .message(message)
        .conditions(Conditions.after(o).suspended(message))
        .build();
  }

  private static SparkBenchmarkJobStatus givenWay(Observation o, Step.GiveWay step) {
    String message = Messages.givenWay(o.status().resultPath(), step.occupant());
    return stopped(o)
        .phase(Phase.Pending)
        .message(message)
        .conditions(Conditions.after(o).blocked("ResultPathInUse", message))
        .build();
  }

  /** Without a pod; what was measured stays. */
  private static StatusBuilder stopped(Observation o) {
    return new StatusBuilder(o.status())
        .current(null)
        .currentNodes(null)
        .runs(Runs.interrupted(o.status().runs()));
  }

  /** Pods have other names than before, which may still be there. */
  private static SparkBenchmarkJobStatus resumed(Observation o) {
    StatusBuilder status =
        new StatusBuilder(o.status()).phase(Phase.Pending).starts(o.status().timesStarted() + 1);
    return progressing(o, status, RUNNING, Messages.resumed(o.status().progress()));
  }

  private static SparkBenchmarkJobStatus launched(Observation o, CurrentPod pod) {
    StatusBuilder status = new StatusBuilder(o.status()).phase(Phase.Running).current(pod);
    if (pod.purpose() == Purpose.Run) {
      status
          .currentNodes(pod.nodes())
          .runs(Runs.change(o.status().runs(), pod.nodes(), run -> Runs.running(run, pod.pod())));
    }
    return progressing(o, status, RUNNING, working(o, pod));
  }

  private static SparkBenchmarkJobStatus measured(Observation o, RunReport report) {
    List<RunStatus> runs =
        Runs.change(
            o.status().runs(),
            report.nodes(),
            run ->
                Runs.measured(
                    run,
                    report,
                    trials(o),
                    Spending.of(report, o.current().orElseThrow(), o.now())));
    StatusBuilder status =
        new StatusBuilder(o.status())
            .current(null)
            .currentNodes(null)
            .runs(runs)
            .progress(progress(runs))
            .outputs(outputs(o, runs));
    if (o.status().datasetIdentity() == null) {
      status.datasetIdentity(report.datasetIdentity());
    }
    Performance.fill(status, runs, goal(o), price(o));
    return progressing(o, status, RUNNING, Messages.measured(report, trials(o)));
  }

  private static SparkBenchmarkJobStatus retrying(Observation o, Step.Retry retry) {
    CurrentPod failed = o.current().orElseThrow();
    StatusBuilder status =
        new StatusBuilder(o.status()).current(failed.retryAt(retry.at().toString()));
    if (failed.purpose() == Purpose.Run) {
      status.runs(
          Runs.change(
              o.status().runs(),
              failed.nodes(),
              run -> Runs.failedAttempt(run, retry.failure(), Spending.failed(failed, o.now()))));
    }
    return progressing(o, status, RETRYING, Messages.retrying(failed, trials(o), retry));
  }

  private static SparkBenchmarkJobStatus givenUp(Observation o, Step.GiveUp step) {
    CurrentPod failed = o.current().orElseThrow();
    StatusBuilder status = new StatusBuilder(o.status()).current(null).currentNodes(null);
    if (failed.purpose() == Purpose.Report) {
      return ended(o, status, Optional.empty(), Optional.of(step.failure()));
    }
    List<RunStatus> runs =
        Runs.change(
            o.status().runs(),
            failed.nodes(),
            run -> Runs.failed(run, step.failure(), Spending.failed(failed, o.now())));
    if (step.endsBenchmark()) {
      runs = Runs.skipUnfinished(runs);
    }
    // A node count that is given up is no longer compared, whatever it has measured.
    Performance.fill(status, runs, goal(o), price(o));
    return progressing(
        o,
        status.runs(runs).progress(progress(runs)),
        RUNNING,
        Messages.failed(failed, trials(o), step.failure()));
  }

  private static SparkBenchmarkJobStatus reported(Observation o, ReportResult result) {
    return ended(
        o,
        new StatusBuilder(o.status())
            .current(null)
            .performanceMetricsS3(result.performanceCsv())
            .reportS3(result.reportHtml())
            .performanceMetrics(
                Performance.marking(o.status().performanceMetrics(), result.disagreeing())),
        Optional.of(result),
        Optional.empty());
  }

  /**
   * The end: well if every node count was measured and nothing kept the report from being written.
   */
  private static SparkBenchmarkJobStatus ended(
      Observation o,
      StatusBuilder status,
      Optional<ReportResult> report,
      Optional<Failure> reportFailure) {
    List<RunStatus> runs = o.status().runs();
    List<String> remarks = report.map(ReportResult::remarks).orElse(List.of());
    Optional<RunStatus> failedRun =
        runs.stream().filter(run -> run.state() == State.Failed).findFirst();
    boolean well = failedRun.isEmpty() && reportFailure.isEmpty();
    String message =
        well
            ? Messages.completed(runs, goal(o), price(o), remarks)
            : Messages.ended(runs, remarks, reportFailure);
    List<Condition> outcome =
        well
            ? Conditions.after(o).succeeded("Completed", message)
            : Conditions.after(o)
                .failed(
                    failedRun
                        .map(RunStatus::reason)
                        .orElseGet(() -> reportFailure.orElseThrow().reason().code()),
                    message);
    return status
        .observedGeneration(o.generation())
        .completionTime(o.now().toString())
        .phase(well ? Phase.Succeeded : Phase.Failed)
        .message(message)
        .conditions(
            Stream.of(outcome.stream(), goalMet(o).stream(), regressed(o, report).stream())
                .flatMap(conditions -> conditions)
                .toList())
        .build();
  }

  private static Optional<Condition> goalMet(Observation o) {
    Goal goal = goal(o);
    if (!goal.isSet()) {
      return Optional.empty();
    }
    ScalingTable table = Performance.table(o.status().runs());
    return Optional.of(
        Conditions.after(o)
            .goal(
                goal.isMet(table.points()),
                Advice.goal(table, goal, Performance.costs(o.status().runs(), price(o)))));
  }

  private static Optional<Condition> regressed(Observation o, Optional<ReportResult> report) {
    return report.map(ReportResult::regression).map(Conditions.after(o)::regressed);
  }

  private static Goal goal(Observation o) {
    return benchmark(o).map(Benchmark::goal).orElse(Goal.NONE);
  }

  private static Optional<Price> price(Observation o) {
    return benchmark(o).flatMap(Benchmark::price);
  }

  private static Optional<Benchmark> benchmark(Observation o) {
    return o.spec() instanceof Resolution.Valid valid
        ? Optional.of(valid.benchmark())
        : Optional.empty();
  }

  private static SparkBenchmarkJobStatus awaiting(Observation o, Step.Await await) {
    boolean atWork =
        o.current().filter(current -> current.state() == CurrentPod.State.Running).isPresent();
    Optional<String> message =
        await.why().or(() -> atWork ? o.current().map(pod -> working(o, pod)) : Optional.empty());
    return message.isEmpty() || o.ended()
        ? o.status()
        : progressing(o, new StatusBuilder(o.status()), RUNNING, message.get());
  }

  private static String working(Observation o, CurrentPod pod) {
    return Messages.working(pod, trials(o), o.status().progress());
  }

  private static int trials(Observation o) {
    return benchmark(o).map(Benchmark::trials).orElse(1);
  }

  private static SparkBenchmarkJobStatus progressing(
      Observation o, StatusBuilder status, String reason, String message) {
    return status
        .observedGeneration(o.generation())
        .message(Messages.shortened(message))
        .conditions(Conditions.after(o).progressing(reason, message))
        .build();
  }

  private static String progress(List<RunStatus> runs) {
    long done = runs.stream().filter(run -> run.state() == State.Succeeded).count();
    return done + "/" + runs.size();
  }

  private static Map<String, String> outputs(Observation o, List<RunStatus> runs) {
    ResultLayout layout = new ResultLayout(S3Uri.parse(o.status().resultPath()));
    return runs.stream()
        .filter(run -> run.measuredTrials() > 0)
        .map(RunStatus::nodes)
        .collect(
            Collectors.toMap(
                ResultLayout::runName,
                nodes -> layout.run(nodes).toString(),
                (a, b) -> a,
                TreeMap::new));
  }
}
