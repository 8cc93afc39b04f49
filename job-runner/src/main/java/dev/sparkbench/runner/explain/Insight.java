package dev.sparkbench.runner.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.loss.EfficiencyLoss;
import dev.sparkbench.api.loss.SlotTime;
import dev.sparkbench.api.loss.SlotUse;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run's document says beyond its times, compared with the baseline's.
 *
 * @param slotTime where the slots' time went
 * @param loss what efficiency was lost to; nothing for the baseline
 * @param skewedStage the stage that cost the most by skew
 * @param difference where its outputs differ from the baseline's; empty if they agree
 */
public record Insight(
    SlotTime slotTime, EfficiencyLoss loss, OptionalInt skewedStage, Optional<String> difference) {

  /**
   * Compares all runs with the first one.
   *
   * @param documents of the runs, by nodes; those before the baseline's are not compared
   * @return empty if the baseline has no document
   */
  public static SortedMap<Integer, Insight> of(
      SortedMap<Integer, JsonNode> documents, int baselineNodes, OutputComparison comparison) {
    SortedMap<Integer, Insight> insights = new TreeMap<>();
    JsonNode base = documents.get(baselineNodes);
    if (base != null) {
      SlotTime baseTime = slotTime(base);
      documents.forEach(
          (nodes, document) -> insights.put(nodes, compare(base, baseTime, document, comparison)));
    }
    return insights;
  }

  private static Insight compare(
      JsonNode base, SlotTime baseTime, JsonNode document, OutputComparison comparison) {
    SlotTime time = slotTime(document);
    JsonNode stage = document.path("metrics").path("skewed_stage");
    return new Insight(
        time,
        EfficiencyLoss.of(baseTime, time),
        stage.isInt() ? OptionalInt.of(stage.intValue()) : OptionalInt.empty(),
        comparison.difference(base.path("outputs"), document.path("outputs")));
  }

  private static SlotTime slotTime(JsonNode document) {
    Map<SlotUse, Double> seconds = new EnumMap<>(SlotUse.class);
    JsonNode uses = document.path("metrics").path("slot_sec");
    for (SlotUse use : SlotUse.values()) {
      seconds.put(use, uses.path(use.wireName()).asDouble());
    }
    return new SlotTime(seconds);
  }

  /** What took most of the lost efficiency, such as {@code skew between tasks (stage 3)}. */
  public Optional<String> mainCause() {
    return loss.mainCause()
        .map(
            use ->
                use == SlotUse.SKEW && skewedStage.isPresent()
                    ? "%s (stage %d)".formatted(use.phrase(), skewedStage.getAsInt())
                    : use.phrase());
  }
}
