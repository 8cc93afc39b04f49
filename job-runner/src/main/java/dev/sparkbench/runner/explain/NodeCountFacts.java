// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.loss.EfficiencyLoss;
import dev.sparkbench.api.loss.SlotTime;
import dev.sparkbench.api.loss.SlotUse;
import dev.sparkbench.api.scaling.SampleSummary;
import dev.sparkbench.api.scaling.ScalingPoint;
import dev.sparkbench.api.scaling.ScalingTable;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the documents of a node count say in addition to its times, compared with the baseline.
 *
 * @param slotTime how the slots' time was used in the median iterations, averaged over all trials
 *     and scaled to the node count's time
 * @param loss the causes of lost efficiency; nothing for the baseline
 * @param skewedStage the stage with the most time lost to skew
 * @param difference the first difference between the outputs of a trial and those of the baseline's
 *     first trial; empty if they agree
 */
public record NodeCountFacts(
    SlotTime slotTime, EfficiencyLoss loss, OptionalInt skewedStage, Optional<String> difference) {

  /**
   * Compares all node counts with the baseline.
   *
   * @param documents of the runs, by nodes
   * @param table the times of these node counts
   * @return empty if the baseline has no document
   */
  public static SortedMap<Integer, NodeCountFacts> of(
      SortedMap<Integer, TrialDocuments> documents, ScalingTable table, Comparing comparison) {
    SortedMap<Integer, NodeCountFacts> nodeCounts = new TreeMap<>();
    ScalingPoint first = table.baseline().orElseThrow();
    TrialDocuments base = documents.get(first.nodes());
    if (base != null) {
      SlotTime baseTime = slotTime(base, first);
      for (ScalingPoint point : table.points()) {
        TrialDocuments trials = documents.get(point.nodes());
        if (trials != null) {
          nodeCounts.put(
              point.nodes(),
              compare(base.first(), baseTime, trials, slotTime(trials, point), comparison));
        }
      }
    }
    return nodeCounts;
  }

  private static NodeCountFacts compare(
      JsonNode base,
      SlotTime baseTime,
      TrialDocuments trials,
      SlotTime time,
      Comparing comparison) {
    JsonNode stage = trials.shown().path("metrics").path("skewed_stage");
    return new NodeCountFacts(
        time,
        EfficiencyLoss.of(baseTime, time),
        stage.isInt() ? OptionalInt.of(stage.intValue()) : OptionalInt.empty(),
        OutputDifference.of(base, trials.byTrial(), comparison));
  }

  private static SlotTime slotTime(TrialDocuments trials, ScalingPoint point) {
    SlotTime mean = SlotTime.mean(trials.byTrial().stream().map(NodeCountFacts::slotTime).toList());
    double seconds =
        trials.byTrial().stream()
            .mapToDouble(trial -> SampleSummary.of(TrialDocuments.samples(trial)).median())
            .average()
            .orElseThrow();
    return mean.scaledTo(mean.total() * (point.seconds() / seconds));
  }

  private static SlotTime slotTime(JsonNode document) {
    Map<SlotUse, Double> seconds = new EnumMap<>(SlotUse.class);
    JsonNode uses = document.path("metrics").path("slot_sec");
    for (SlotUse use : SlotUse.values()) {
      seconds.put(use, uses.path(use.wireName()).asDouble());
    }
    return new SlotTime(seconds);
  }

  /** The main cause of lost efficiency, such as {@code skew between tasks (stage 3)}. */
  public Optional<String> mainCause() {
    return loss.mainCause()
        .map(
            use ->
                use == SlotUse.SKEW && skewedStage.isPresent()
                    ? "%s (stage %d)".formatted(use.phrase(), skewedStage.getAsInt())
                    : use.phrase());
  }
}
