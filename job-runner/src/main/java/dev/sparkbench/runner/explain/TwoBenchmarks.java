// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sparkbench.api.scaling.Change;
import dev.sparkbench.api.scaling.Comparison;
import dev.sparkbench.api.scaling.Figures;
import dev.sparkbench.api.scaling.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Two benchmarks that were run separately: on different days or different clusters.
 *
 * @param before the {@code performance.json} of the first
 * @param after that of the second
 * @param incomparable why their times cannot be compared; empty if they can
 * @param comparison how the second compares with the first; empty if they cannot be compared
 * @param changed what differs in the configuration although the times are compared
 */
public record TwoBenchmarks(
    JsonNode before,
    JsonNode after,
    Optional<Incomparable> incomparable,
    Optional<Comparison> comparison,
    List<String> changed) {

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * Compares two benchmarks.
   *
   * @param before the text of a {@code performance.json}
   * @param after the text of another
   * @throws IllegalArgumentException if a text is not such a document
   */
  public static TwoBenchmarks of(String before, String after) {
    JsonNode first = document("first", before);
    JsonNode second = document("second", after);
    Map<String, String> was = RunDocuments.configuration(first);
    Map<String, String> is = RunDocuments.configuration(second);
    Optional<Incomparable> incomparable = Incomparable.of(was, is);
    return new TwoBenchmarks(
        first,
        second,
        incomparable,
        incomparable.isPresent()
            ? Optional.empty()
            : Optional.of(Comparison.of(List.of(samples(first)), samples(second))),
        JudgedChanges.of(was, is));
  }

  private static JsonNode document(String which, String text) {
    try {
      JsonNode document = JSON.readTree(text);
      if (document != null && document.path("runs").isArray()) {
        return document;
      }
    } catch (JsonProcessingException e) {
      // Reported below. A parser's message does not help users who passed another kind of file.
    }
    throw new IllegalArgumentException(
        "the %s file is no performance.json of a benchmark".formatted(which));
  }

  /** The times of a benchmark's node counts; if it has variants, those of the reference. */
  public static Map<Integer, Samples> samples(JsonNode document) {
    return new TreeMap<>(History.samples(document));
  }

  /** The result in sentences without a full stop, the most important first. */
  public List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    if (incomparable.isPresent()) {
      sentences.add("the two cannot be compared: " + incomparable.get().message());
      return sentences;
    }
    Comparison times = comparison.orElseThrow();
    if (times.changes().isEmpty()) {
      sentences.add("no node count was measured in both");
    }
    times
        .changes()
        .forEach((nodes, change) -> sentences.add(sentence(Figures.nodes(nodes), change)));
    if (!changed.isEmpty()) {
      sentences.add(JudgedChanges.clause(changed).substring(2));
    }
    if (hasVariants(before) || hasVariants(after)) {
      sentences.add(
          "of a benchmark with variants, the reference is compared; for others, give output/<variant>/performance.json");
    }
    return sentences;
  }

  private static boolean hasVariants(JsonNode document) {
    return document.path("variants").size() > 1;
  }

  private static String sentence(String nodes, Change change) {
    String time =
        change.ratio() < 1
            ? Figures.percentLess(change) + " less time"
            : Figures.percentMore(change) + " more time";
    if (change.interval().isEmpty()) {
      return "%s: %s, by one trial, which does not say how much of this is chance"
          .formatted(nodes, time);
    }
    return switch (change.verdict()) {
      case REGRESSION -> "%s: slower, %s".formatted(nodes, time);
      case IMPROVEMENT -> "%s: faster, %s".formatted(nodes, time);
      case NONE -> "%s: no difference of more than 5 %% shown, %s".formatted(nodes, time);
      case UNKNOWN -> "%s: more trials are needed, %s".formatted(nodes, time);
    };
  }
}
