// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Pause;
import dev.sparkbench.controller.plan.Step.AcknowledgeEdit;
import dev.sparkbench.controller.plan.Step.JudgeAgain;
import dev.sparkbench.controller.plan.Step.Reject;
import dev.sparkbench.controller.plan.Step.Start;
import dev.sparkbench.controller.spec.Resolution;
import java.util.Objects;
import java.util.Optional;

/** Handles edits of the spec. */
final class SpecRules {

  private SpecRules() {}

  static Optional<Step> rejectInvalidSpec(Observation o) {
    if (!(o.spec() instanceof Resolution.Invalid invalid)) {
      return Optional.empty();
    }
    boolean refused = o.status().pause() == Pause.InvalidSpec;
    // If only the operator's defaults have changed since, a benchmark that has ended stays as it
    // is.
    boolean endedBefore = o.ended() && !refused && o.isAboutSpec() && isAboutGeneration(o);
    boolean saidAlready =
        refused
            && isAboutGeneration(o)
            && new Reject(invalid.violations()).message().equals(o.status().message());
    return endedBefore || saidAlready
        ? Optional.empty()
        : Optional.of(new Reject(invalid.violations()));
  }

  static Optional<Step> startOverWhenSpecChanged(Observation o) {
    return o.benchmark().filter(b -> !o.isAboutSpec()).map(Start::new);
  }

  /**
   * Goal and prices are criteria for the measured times. If they change, an ended benchmark is
   * judged again, without being measured again. The criteria of earlier releases are unknown, so
   * then any edit counts. If the spec was refused in the meantime, the benchmark continues if it
   * had not ended.
   */
  static Optional<Step> judgeAgain(Observation o) {
    String judged = o.status().judgedDigest();
    boolean changed =
        o.status().pause() == Pause.InvalidSpec
            || (judged == null ? !isAboutGeneration(o) : !judged.equals(o.digests().judged()));
    return o.benchmark().filter(benchmark -> !benchmark.lifeCycle().suspended()).isPresent()
            && o.ended()
            && changed
        ? Optional.of(new JudgeAgain())
        : Optional.empty();
  }

  /**
   * Adds this release's digest to that of an earlier release, so that the next edit can be
   * compared.
   */
  static Optional<Step> acknowledgeOtherEdits(Observation o) {
    boolean byEarlierRelease = o.benchmark().isPresent() && o.status().measuredDigest() == null;
    return isAboutGeneration(o) && !byEarlierRelease
        ? Optional.empty()
        : Optional.of(new AcknowledgeEdit());
  }

  private static boolean isAboutGeneration(Observation o) {
    return Objects.equals(o.status().observedGeneration(), o.generation());
  }
}
