// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.work.digest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Compares what two runs computed for the same queries. Results are equal if they have the same
 * rows in any order. Floating-point numbers may differ in their last digits, which depend on the
 * order of additions.
 */
public final class DigestComparison {

  /**
   * The allowed difference of sums, relative to the sum of absolute values. A sum of n doubles has
   * a relative error of at most n · 1.1·10⁻¹⁶ (N. Higham: Accuracy and Stability of Numerical
   * Algorithms, 4.2), and usually of about √n · 1.1·10⁻¹⁶. So this allows 10⁷ values in each cell
   * of a result.
   */
  private static final double TOLERANCE = 1e-9;

  private static final List<String> COUNTS =
      List.of("values", "nan", "positive_infinities", "negative_infinities");

  private DigestComparison() {}

  /**
   * The first query whose results differ, and the difference. Queries that are not reproducible,
   * and results that were not checked, are not compared.
   *
   * @param base the outputs of the run to compare with, by query
   * @param other the outputs of another run
   */
  public static Optional<String> difference(JsonNode base, JsonNode other) {
    return names(base).stream()
        .filter(name -> isCompared(base.path(name)) && isCompared(other.path(name)))
        .map(
            name ->
                results(base.path(name).path("result"), other.path(name).path("result"))
                    .map(what -> "%s: %s%s".formatted(name, what, perhaps(base.path(name)))))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The queries that Spark executed in other steps than in the run to compare with. */
  public static List<String> otherPlans(JsonNode base, JsonNode other) {
    return names(base).stream()
        .filter(name -> base.path(name).has("plan") && other.path(name).has("plan"))
        .filter(name -> !base.path(name).path("plan").equals(other.path(name).path("plan")))
        .toList();
  }

  private static List<String> names(JsonNode outputs) {
    return outputs.properties().stream().map(Map.Entry::getKey).toList();
  }

  private static boolean isCompared(JsonNode query) {
    return query.path("reproducible").asBoolean() && query.has("result");
  }

  private static String perhaps(JsonNode query) {
    List<String> ties = new ArrayList<>();
    query.path("varies_by_ties").forEach(tie -> ties.add(tie.asText()));
    return ties.isEmpty()
        ? ""
        : "; %s takes any of the rows that are equal in its order, so let that order by a column without equal values too"
            .formatted(String.join(" or ", ties));
  }

  /**
   * The difference between the results of two queries.
   *
   * @param base a digest in the form of {@link QueryDigest#toJson}
   * @param other another one
   */
  public static Optional<String> results(JsonNode base, JsonNode other) {
    if (base.path("rows").asLong() != other.path("rows").asLong()) {
      return Optional.of(
          "%d rows and %d rows".formatted(base.path("rows").asLong(), other.path("rows").asLong()));
    }
    if (!base.path("hashes").equals(other.path("hashes"))
        || !base.path("squares").equals(other.path("squares"))) {
      return Optional.of("other values in columns that are not of floating-point numbers");
    }
    JsonNode floats = base.path("floats");
    if (!columns(floats).equals(columns(other.path("floats")))) {
      return Optional.of(
          "floating-point numbers in %s and in %s"
              .formatted(columns(floats), columns(other.path("floats"))));
    }
    for (int i = 0; i < floats.size(); i++) {
      Optional<String> difference = floats(floats.get(i), other.path("floats").get(i));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private static List<String> columns(JsonNode floats) {
    return StreamSupport.stream(floats.spliterator(), false)
        .map(column -> column.path("column").asText())
        .collect(Collectors.toList());
  }

  private static Optional<String> floats(JsonNode base, JsonNode other) {
    String column = base.path("column").asText();
    for (String count : COUNTS) {
      if (base.path(count).asLong() != other.path(count).asLong()) {
        return Optional.of(
            "%d and %d %s in column %s"
                .formatted(
                    base.path(count).asLong(),
                    other.path(count).asLong(),
                    count.replace('_', ' '),
                    column));
      }
    }
    return isClose(base, other, "sum") && isClose(base, other, "absolute")
        ? Optional.empty()
        : Optional.of(
            "other values in column %s: their weighted sums are %s and %s"
                .formatted(column, base.path("sum").asText(), other.path("sum").asText()));
  }

  private static boolean isClose(JsonNode base, JsonNode other, String sum) {
    JsonNode a = base.path(sum);
    JsonNode b = other.path(sum);
    if (!a.isNumber() || !b.isNumber() || a.equals(b)) {
      // Sums that are too large for a double are compared as texts.
      return a.equals(b);
    }
    double size =
        Math.max(base.path("absolute").doubleValue(), other.path("absolute").doubleValue());
    return Math.abs(a.doubleValue() - b.doubleValue()) <= TOLERANCE * size;
  }
}
