// SPDX-License-Identifier: Apache-2.0
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
 * Remarks on time lost outside of Spark: to CPU limits, to the JVMs' compilers, and to an object
 * store that asks for fewer requests. The first two are shares: for executors a share of the time
 * of all task slots, for the driver a share of the wall time, both in the counted iterations.
 */
final class OverheadRemarks {

  /** Smaller shares cannot be seen among the differences between iterations. */
  private static final double WORTH_MENTIONING = 0.05;

  private static final String EXECUTORS = "the executors' time";
  private static final String DRIVER = "the measured time";

  private OverheadRemarks() {}

  /** The remarks on the runs' documents, by nodes. */
  static List<String> of(SortedMap<Integer, TrialDocuments> documents) {
    List<String> remarks = new ArrayList<>();
    shares(documents, "throttled_sec", EXECUTORS)
        .map("CPU limits made threads wait for %s"::formatted)
        .ifPresent(remarks::add);
    shares(documents, "driver_throttled_sec", DRIVER)
        .map(
            "the driver's CPU limit made its threads wait for %s: raise driver.cores, or set driver.limitCpu to false"
                ::formatted)
        .ifPresent(remarks::add);
    shares(documents, "jit_sec", EXECUTORS)
        .map("compiling took %s: more measurement.warmups leave less of it"::formatted)
        .ifPresent(remarks::add);
    throttledRequests(documents).ifPresent(remarks::add);
    return remarks;
  }

  private static Optional<String> throttledRequests(SortedMap<Integer, TrialDocuments> documents) {
    List<String> counts = new ArrayList<>();
    documents.forEach(
        (count, trials) ->
            trials.throttledRequests().stream()
                .filter(times -> times > 0)
                .mapToObj(times -> times == 1 ? "once" : times + " times")
                .forEach(times -> counts.add("%s (%s)".formatted(times, nodes(count)))));
    return counts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the object store asked for fewer requests (HTTP 503 or 429) %s, which was waited out and is in the times: use fewer or larger objects, or raise the store's limits"
                .formatted(String.join(", ", counts)));
  }

  /** Such as {@code 12 % of the executors' time (1 node), 7 % (2 nodes)}. */
  private static Optional<String> shares(
      SortedMap<Integer, TrialDocuments> documents, String field, String whole) {
    List<String> shares = new ArrayList<>();
    documents.forEach(
        (count, trials) ->
            share(trials, field, whole.equals(EXECUTORS)).stream()
                .filter(share -> share > WORTH_MENTIONING)
                .forEach(
                    share ->
                        shares.add(
                            String.format(
                                Locale.ROOT,
                                "%.0f %%%s (%s)",
                                100 * share,
                                shares.isEmpty() ? " of " + whole : "",
                                nodes(count)))));
    return shares.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", shares));
  }

  /** Empty if no iteration says so. */
  private static OptionalDouble share(TrialDocuments trials, String field, boolean ofSlots) {
    double seconds = 0;
    double wholeSeconds = 0;
    for (JsonNode document : trials.byTrial()) {
      JsonNode metrics = document.path("metrics");
      for (JsonNode iteration : metrics.path("iterations")) {
        if (iteration.path("counted").asBoolean() && iteration.path(field).isNumber()) {
          seconds += iteration.path(field).asDouble();
          wholeSeconds +=
              iteration.path("sec").asDouble() * (ofSlots ? metrics.path("slots").asInt() : 1);
        }
      }
    }
    return wholeSeconds == 0 ? OptionalDouble.empty() : OptionalDouble.of(seconds / wholeSeconds);
  }
}
