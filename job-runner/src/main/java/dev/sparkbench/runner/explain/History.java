// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sparkbench.api.contract.ReportRequest.RunResult;
import dev.sparkbench.api.scaling.Comparison;
import dev.sparkbench.api.scaling.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How a benchmark compares with the last one of the same job.
 *
 * @param completedAt when that one ended, according to its document; null if unknown
 * @param incomparable why the times cannot be compared; empty if they can
 * @param comparison how the times compare; empty if they cannot be compared
 * @param changed what differs in the configuration although the times are compared
 */
public record History(
    String completedAt,
    Optional<Incomparable> incomparable,
    Optional<Comparison> comparison,
    List<String> changed) {

  /**
   * The number of earlier benchmarks that are read: this one is compared with the last of them, and
   * all of them show how much times spread.
   */
  public static final int LENGTH = 20;

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * Compares a benchmark with earlier ones.
   *
   * @param earlier the {@code performance.json} of earlier benchmarks, oldest first; texts that are
   *     not such a document are ignored
   * @param measured what was measured now
   * @param configuration of what was measured now
   * @return empty if there is no earlier benchmark
   */
  public static Optional<History> compare(
      List<String> earlier, List<RunResult> measured, Map<String, String> configuration) {
    List<JsonNode> documents = earlier.stream().flatMap(History::document).toList();
    if (documents.isEmpty()) {
      return Optional.empty();
    }
    JsonNode last = documents.get(documents.size() - 1);
    String completedAt = last.path("completed_at").asText();
    Optional<Incomparable> incomparable =
        Incomparable.of(RunDocuments.configuration(last), configuration);
    if (incomparable.isPresent()) {
      return Optional.of(new History(completedAt, incomparable, Optional.empty(), List.of()));
    }
    List<Map<Integer, Samples>> comparable =
        documents.stream()
            .filter(
                document ->
                    Incomparable.of(RunDocuments.configuration(document), configuration).isEmpty())
            .map(History::samples)
            .toList();
    Map<Integer, Samples> now = new TreeMap<>();
    measured.forEach(run -> now.put(run.nodes(), new Samples(run.samples(), run.trials())));
    return Optional.of(
        new History(
            completedAt,
            Optional.empty(),
            Optional.of(Comparison.of(comparable, now)),
            JudgedChanges.of(RunDocuments.configuration(last), configuration)));
  }

  /** For a benchmark whose history cannot be read. */
  public static History unknown(String why) {
    return new History(
        null, Optional.of(new Incomparable("HistoryUnknown", why)), Optional.empty(), List.of());
  }

  private static Stream<JsonNode> document(String text) {
    try {
      JsonNode document = JSON.readTree(text);
      return Stream.of(document).filter(it -> !it.path("completed_at").asText().isEmpty());
    } catch (JsonProcessingException e) {
      return Stream.empty();
    }
  }

  private static boolean makesSense(List<Double> samples, int trials) {
    return !samples.isEmpty()
        && trials > 0
        && samples.size() % trials == 0
        && samples.stream().allMatch(sample -> sample > 0);
  }

  /**
   * The samples of the node counts that have a time; other node counts may have samples of some
   * trials.
   */
  static Map<Integer, Samples> samples(JsonNode document) {
    Map<Integer, Samples> byNodes = new TreeMap<>();
    for (JsonNode run : document.path("runs")) {
      List<Double> samples = new ArrayList<>();
      run.path("samples_sec").forEach(sample -> samples.add(sample.asDouble()));
      int trials = run.path("trials").asInt(1);
      if (run.path("time_sec").isNumber() && makesSense(samples, trials)) {
        byNodes.put(run.path("nodes").asInt(), new Samples(samples, trials));
      }
    }
    return byNodes;
  }
}
