package dev.sparkbench.runner.explain;

import static dev.sparkbench.api.scaling.Figures.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;

/**
 * Remarks on what took the executors' time and is none of Spark's doing: CPU limits and the JVMs'
 * compilers. Each is given as a share of the time of all task slots, in the iterations that count.
 */
final class OverheadRemarks {

  /** Less would hide in the differences between iterations. */
  private static final double WORTH_MENTIONING = 0.05;

  private OverheadRemarks() {}

  /** The remarks on the runs' documents, by nodes. */
  static List<String> of(SortedMap<Integer, TrialDocuments> documents) {
    List<String> remarks = new ArrayList<>();
    shares(documents, "throttled_sec")
        .map("CPU limits made threads wait for %s"::formatted)
        .ifPresent(remarks::add);
    shares(documents, "jit_sec")
        .map("compiling took %s: more measurement.warmups leave less of it"::formatted)
        .ifPresent(remarks::add);
    return remarks;
  }

  /** Such as {@code 12 % of the executors' time (1 node), 7 % (2 nodes)}. */
  private static Optional<String> shares(
      SortedMap<Integer, TrialDocuments> documents, String field) {
    List<String> shares = new ArrayList<>();
    documents.forEach(
        (count, trials) ->
            share(trials, field).stream()
                .filter(share -> share > WORTH_MENTIONING)
                .forEach(
                    share ->
                        shares.add(
                            String.format(
                                Locale.ROOT,
                                shares.isEmpty()
                                    ? "%.0f %% of the executors' time (%s)"
                                    : "%.0f %% (%s)",
                                100 * share,
                                nodes(count)))));
    return shares.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", shares));
  }

  /** Empty if no iteration says so. */
  private static OptionalDouble share(TrialDocuments trials, String field) {
    double seconds = 0;
    double slotSeconds = 0;
    for (JsonNode document : trials.byTrial()) {
      JsonNode metrics = document.path("metrics");
      for (JsonNode iteration : metrics.path("iterations")) {
        if (iteration.path("counted").asBoolean() && iteration.path(field).isNumber()) {
          seconds += iteration.path(field).asDouble();
          slotSeconds += iteration.path("sec").asDouble() * metrics.path("slots").asInt();
        }
      }
    }
    return slotSeconds == 0 ? OptionalDouble.empty() : OptionalDouble.of(seconds / slotSeconds);
  }
}
