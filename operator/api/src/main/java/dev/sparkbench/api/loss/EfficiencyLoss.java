// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.loss;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Why N nodes are less efficient than the baseline's n₀.
 *
 * <p>With the slot time C = N·cores·T, efficiency is E = T₀·n₀/(T·N) = C₀/C. The uses u of slot
 * time add up to C. So their contributions add up to the loss: 1 − E = Σ (u − u₀)/C. The efficiency
 * is also a product, with the work R that tasks did and the utilisation U = R/C: E = (R₀/R)·(U/U₀).
 *
 * @param lost the contribution of each use of slot time to 1 − E; negative if N nodes did better
 * @param workInflation R/R₀: the total time of tasks divided by that of the baseline
 * @param utilisation U of the N nodes
 * @param baseUtilisation U₀ of the baseline
 */
public record EfficiencyLoss(
    Map<SlotUse, Double> lost, double workInflation, double utilisation, double baseUtilisation) {

  // Smaller contributions need no explanation, because medians of the same work differ by as much.
  private static final double NOTEWORTHY = 0.03;

  /** Copies the contributions. */
  public EfficiencyLoss {
    lost = new EnumMap<>(lost);
  }

  /** Compares a run with the baseline; both are per window. */
  public static EfficiencyLoss of(SlotTime base, SlotTime run) {
    Map<SlotUse, Double> lost = new EnumMap<>(SlotUse.class);
    double total = run.total();
    for (SlotUse use : SlotUse.values()) {
      lost.put(use, (run.of(use) - base.of(use)) / total);
    }
    return new EfficiencyLoss(
        lost, run.work() / base.work(), run.utilisation(), base.utilisation());
  }

  /** E, by the identity with work inflation and utilisation. */
  public double efficiency() {
    return utilisation / baseUtilisation / workInflation;
  }

  /** The largest contribution; empty if none is above 3 % of the slots' time. */
  public Optional<SlotUse> mainCause() {
    return lost.entrySet().stream()
        .filter(entry -> entry.getValue() >= NOTEWORTHY)
        .max(Comparator.comparingDouble(Map.Entry::getValue))
        .map(Map.Entry::getKey);
  }
}
