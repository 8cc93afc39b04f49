// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.status;

import dev.sparkbench.api.contract.Text;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.MeasurementSpec.Order;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Pause;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatusBuilder;
import dev.sparkbench.controller.plan.Observation;
import dev.sparkbench.controller.plan.Step;
import dev.sparkbench.controller.spec.Benchmark;
import java.util.List;
import java.util.Optional;

/**
 * Computes the status after a decision. A pure function. The status is written before the step is
 * carried out, so that another replica can continue from it and knows what may have happened.
 */
public final class StatusChanges {

  private StatusChanges() {}

  /** The status after a decision. */
  public static SparkBenchmarkJobStatus after(Step step, Observation o) {
    return switch (step.kind()) {
      case REJECT -> rejected(o, (Step.Reject) step);
      case START -> started(o, ((Step.Start) step).benchmark());
      case ACKNOWLEDGE_EDIT -> acknowledged(o);
      case JUDGE_AGAIN -> Endings.judgedAgain(o);
      case SUSPEND -> Pauses.suspended(o);
      case GIVE_WAY -> Pauses.givenWay(o, (Step.GiveWay) step);
      case RESUME -> Pauses.resumed(o);
      case LAUNCH -> RunChanges.launched(o, ((Step.Launch) step).pod());
      case POSTPONE -> RunChanges.postponed(o, (Step.Postpone) step);
      case ENTER_QUEUE -> RunChanges.queued(o);
      case LEAVE_QUEUE -> RunChanges.letGo(o);
      case CONFIRM_POD -> RunChanges.confirmed(o);
      case RECORD_RUN -> RunChanges.measured(o, ((Step.RecordRun) step).report());
      case RETRY -> RunChanges.retrying(o, (Step.Retry) step);
      case GIVE_UP -> RunChanges.givenUp(o, (Step.GiveUp) step);
      case RECORD_PREPARATION -> RunChanges.prepared(o, ((Step.RecordPreparation) step).result());
      case RECORD_REPORT -> Endings.reported(o, ((Step.RecordReport) step).result());
      case FINISH -> Endings.ended(o, SparkBenchmarkJobStatusBuilder.builder(o.status()));
      case AWAIT -> awaiting(o, (Step.Await) step);
      // What is removed was written off before.
      case REMOVE_PODS, END_PODS, REMOVE_EXECUTORS, EXPIRE -> o.status();
    };
  }

  /** The status while the API server refuses the next one; nothing has been carried out yet. */
  public static SparkBenchmarkJobStatus refused(Observation o, String why) {
    return SparkBenchmarkJobStatusBuilder.builder(o.status())
        .message(Text.shortened(why, SparkBenchmarkJobStatus.MAX_MESSAGE_LENGTH))
        .build();
  }

  /** The same after many attempts, when a person must look at it. */
  public static SparkBenchmarkJobStatus unwritten(Observation o, String reason, String why) {
    return SparkBenchmarkJobStatusBuilder.builder(refused(o, why))
        .conditions(Conditions.after(o).stuck(reason, why))
        .build();
  }

  /** The results of the last valid spec are kept until there is another valid spec. */
  private static SparkBenchmarkJobStatus rejected(Observation o, Step.Reject reject) {
    return SparkBenchmarkJobStatusBuilder.builder(o.status())
        .observedGeneration(o.generation())
        .pause(Pause.InvalidSpec)
        .current(null)
        .currentNodes(null)
        .runs(Runs.interrupted(o.status().runs()))
        .phase(Phase.Failed)
        .message(reject.message())
        .completionTime(o.now().toString())
        .conditions(Conditions.after(o).failed("InvalidSpec", reject.message()))
        .build();
  }

  private static SparkBenchmarkJobStatus started(Observation o, Benchmark benchmark) {
    List<RunStatus> runs =
        benchmark.cells().stream()
            .map(cell -> RunStatus.pending(cell.variant(), cell.nodes()))
            .toList();
    return Progress.of(
        o,
        SparkBenchmarkJobStatusBuilder.builder()
            .starts(o.status().timesStarted() + 1)
            .firstStart(o.status().timesStarted() + 1)
            .phase(Phase.Pending)
            .jobId(benchmark.jobId())
            .startTime(o.now().toString())
            .runs(runs)
            .progress(Progress.done(runs, benchmark.measurement().trials()))
            .resultPath(benchmark.layout().output().toString())
            .specDigest(o.digests().earlier())
            .measuredDigest(o.digests().measured())
            .toPrepare(benchmark.isPrepared() ? benchmark.dataset().uri() : null)
            .measuredFields(o.digests().fields())
            .rerun(benchmark.lifeCycle().rerun().orElse(null))
            .orderSeed(
                benchmark.measurement().order() == Order.Shuffled ? o.now().toEpochMilli() : null),
        o.status().timesStarted() == 0
            ? Messages.started(benchmark)
            : Messages.startedOver(benchmark, o.digests().edited(o.status()), o.status()));
  }

  private static SparkBenchmarkJobStatus acknowledged(Observation o) {
    boolean valid = o.benchmark().isPresent();
    return SparkBenchmarkJobStatusBuilder.builder(o.status())
        .observedGeneration(o.generation())
        .specDigest(valid ? o.digests().earlier() : o.status().specDigest())
        .measuredDigest(valid ? o.digests().measured() : o.status().measuredDigest())
        .measuredFields(valid ? o.digests().fields() : o.status().measuredFields())
        .conditions(Conditions.after(o).acknowledged())
        .build();
  }

  /** Waiting changes only the message; a paused benchmark keeps its message until it continues. */
  private static SparkBenchmarkJobStatus awaiting(Observation o, Step.Await await) {
    Optional<String> message =
        await
            .why()
            .or(
                () ->
                    o.current()
                        .filter(current -> current.state() == CurrentPod.State.Running)
                        .map(pod -> Progress.working(o, pod)));
    return message.isEmpty() || o.ended() || o.paused()
        ? o.status()
        : Progress.of(o, SparkBenchmarkJobStatusBuilder.builder(o.status()), message.get());
  }
}
