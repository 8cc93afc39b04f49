package dev.sparkbench.controller.plan;

import dev.sparkbench.controller.plan.Step.AcknowledgeEdit;
import dev.sparkbench.controller.plan.Step.JudgeAgain;
import dev.sparkbench.controller.plan.Step.Reject;
import dev.sparkbench.controller.plan.Step.Start;
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
    boolean endedBefore = o.ended() && o.isAboutSpec() && isAboutGeneration(o);
    boolean saidAlready =
        o.status().specDigest() == null
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
   * Goal and prices say what the measured times mean. An ended benchmark is judged anew, without
   * being measured again. What an earlier release judged by is not known, so any edit will do.
   */
  static Optional<Step> judgeAgain(Observation o) {
    String judged = o.status().judgedDigest();
    boolean changed = judged == null ? !isAboutGeneration(o) : !judged.equals(o.digests().judged());
    return o.benchmark().isPresent() && o.ended() && changed
        ? Optional.of(new JudgeAgain())
        : Optional.empty();
  }

  /** A digest of an earlier release is replaced, so that the next edit is compared with ours. */
  static Optional<Step> acknowledgeOtherEdits(Observation o) {
    boolean byEarlierRelease =
        o.benchmark().isPresent() && !o.digests().measured().equals(o.status().specDigest());
    return isAboutGeneration(o) && !byEarlierRelease
        ? Optional.empty()
        : Optional.of(new AcknowledgeEdit());
  }

  private static boolean isAboutGeneration(Observation o) {
    return Objects.equals(o.status().observedGeneration(), o.generation());
  }
}
