package dev.sparkbench.api.scaling;

import java.util.Optional;

/**
 * Bounds of a speedup that follow from the 95 % confidence intervals of both medians: [lo(T(n₀)) /
 * hi(T(N)), hi(T(n₀)) / lo(T(N))]. It is conservative, that is wider than an interval of the same
 * confidence for the ratio itself would have to be.
 *
 * @param low the lower bound
 * @param high the upper bound
 */
public record SpeedupInterval(double low, double high) {

  /** The bounds; empty when one of the two medians has no interval. */
  static Optional<SpeedupInterval> of(SampleSummary baseline, SampleSummary time) {
    return baseline
        .interval()
        .flatMap(
            base ->
                time.interval()
                    .map(
                        own ->
                            new SpeedupInterval(base.low() / own.high(), base.high() / own.low())));
  }
}
