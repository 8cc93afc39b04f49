package dev.sparkbench.controller.plan;

import dev.sparkbench.controller.plan.Step.AcknowledgeEdit;
import dev.sparkbench.controller.plan.Step.Reject;
import dev.sparkbench.controller.plan.Step.Start;
import dev.sparkbench.controller.spec.Benchmark;
import dev.sparkbench.controller.spec.Resolution;
import java.util.Objects;
import java.util.Optional;

/** What the spec asks for. */
final class SpecRules {

  private SpecRules() {}

  static Optional<Step> rejectInvalidSpec(Observation o) {
    if (!(o.spec() instanceof Resolution.Invalid invalid)) {
      return Optional.empty();
    }
    // A benchmark that has ended stays as it is when only the operator's defaults have changed
    // since.
    boolean endedBefore = o.ended() && isAboutSpec(o);
    boolean saidAlready =
        o.status().specDigest() == null
            && isAboutGeneration(o)
            && Reject.message(invalid.violations()).equals(o.status().message());
    return endedBefore || saidAlready
        ? Optional.empty()
        : Optional.of(new Reject(invalid.violations()));
  }

  static Optional<Step> startOverWhenSpecChanged(Observation o) {
    return benchmark(o).filter(b -> !isAboutSpec(o)).map(Start::new);
  }

  static Optional<Step> acknowledgeOtherEdits(Observation o) {
    return isAboutGeneration(o) ? Optional.empty() : Optional.of(new AcknowledgeEdit());
  }

  static Optional<Benchmark> benchmark(Observation o) {
    return o.spec() instanceof Resolution.Valid valid
        ? Optional.of(valid.benchmark())
        : Optional.empty();
  }

  private static boolean isAboutSpec(Observation o) {
    return isUnedited(o) || Objects.equals(o.status().specDigest(), o.specDigest());
  }

  /**
   * Whether nobody has asked for anything since somebody began. Then it does not matter how they
   * made the digest: another release may do it in another way.
   */
  private static boolean isUnedited(Observation o) {
    return o.status().specDigest() != null
        && isAboutGeneration(o)
        && benchmark(o)
            .map(b -> b.rerun().equals(Optional.ofNullable(o.status().rerun())))
            .orElse(true);
  }

  private static boolean isAboutGeneration(Observation o) {
    return Objects.equals(o.status().observedGeneration(), o.generation());
  }
}
