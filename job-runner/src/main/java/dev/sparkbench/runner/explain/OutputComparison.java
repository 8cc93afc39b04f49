// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * Compares what two runs computed from the same data. Texts, counts and shapes must be equal.
 * Numbers with a fraction may differ by the rounding of another order of additions. This tolerance
 * is relative to the number, so it does not depend on a column's unit. Near zero it would be too
 * strict. So for statistics without a unit it is relative to 1, and for numbers of a model also to
 * their neighbours in a list or an object.
 *
 * <p>The times of a model's phases and its number of iterations are not compared: a difference in
 * the last digit may cost one iteration more, and the result is still the same.
 *
 * @param tolerance the largest difference, relative to the larger of two numbers
 * @param models whether the outputs are those of machine learning
 */
public record OutputComparison(double tolerance, boolean models) implements Comparing {

  /** Statistics: sums and means may be added in another order. */
  public static final OutputComparison EXACT_STATISTICS = new OutputComparison(1e-9, false);

  /** Models: each iteration amplifies the differences of the one before. */
  public static final OutputComparison MODELS = new OutputComparison(1e-4, true);

  /** Fields of a machine-learning task. At deeper levels, columns may have the same names. */
  private static final Set<String> NOT_COMPARED = Set.of("seconds", "iterations");

  private static final Set<String> WITHOUT_UNIT = Set.of("skewness", "excess_kurtosis", "matrix");

  /** Numbers of a model that are so small compared with their neighbours are rounding errors. */
  private static final double BESIDE_OTHERS = 1e-7;

  private static final int TASK = 1;

  /** The first difference, such as {@code min_max_mean.price.mean: 1.5 and 1.6}. */
  @Override
  public Optional<String> difference(JsonNode base, JsonNode other) {
    return difference("", 0, 0, base, other);
  }

  /**
   * Compares two values.
   *
   * @param depth the number of fields and elements on the path to them
   * @param allowed a difference that means nothing, even if the values are small
   */
  private Optional<String> difference(
      String path, int depth, double allowed, JsonNode a, JsonNode b) {
    if (a.isObject() && b.isObject()) {
      return fields(path, depth, allowed, a, b);
    }
    if (a.isArray() && b.isArray() && a.size() == b.size()) {
      return elements(path, depth, allowed, a, b);
    }
    boolean equal = a.isNumber() && b.isNumber() ? close(a, b, allowed) : a.equals(b);
    return equal
        ? Optional.empty()
        : Optional.of("%s: %s and %s".formatted(path, brief(a), brief(b)));
  }

  private Optional<String> fields(String path, int depth, double allowed, JsonNode a, JsonNode b) {
    Set<String> names = new TreeSet<>();
    a.fieldNames().forEachRemaining(names::add);
    b.fieldNames().forEachRemaining(names::add);
    double beside = Math.max(allowed, allowedBeside(a, b));
    for (String name : names) {
      if (!(models && depth == TASK && NOT_COMPARED.contains(name))) {
        Optional<String> difference =
            difference(
                path.isEmpty() ? name : path + "." + name,
                depth + 1,
                !models && WITHOUT_UNIT.contains(name) ? tolerance : beside,
                a.path(name),
                b.path(name));
        if (difference.isPresent()) {
          return difference;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> elements(
      String path, int depth, double allowed, JsonNode a, JsonNode b) {
    double beside = Math.max(allowed, allowedBeside(a, b));
    for (int i = 0; i < a.size(); i++) {
      Optional<String> difference =
          difference(path + "[" + i + "]", depth + 1, beside, a.get(i), b.get(i));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  /** A difference that means nothing compared with the numbers of a list or an object. */
  private double allowedBeside(JsonNode a, JsonNode b) {
    return models ? BESIDE_OTHERS * Math.max(largest(a), largest(b)) : 0;
  }

  private static double largest(JsonNode values) {
    return StreamSupport.stream(values.spliterator(), false)
        .filter(JsonNode::isNumber)
        .mapToDouble(value -> Math.abs(value.doubleValue()))
        .max()
        .orElse(0);
  }

  private boolean close(JsonNode a, JsonNode b, double allowed) {
    if (a.isIntegralNumber() && b.isIntegralNumber()) {
      return a.bigIntegerValue().equals(b.bigIntegerValue());
    }
    double x = a.doubleValue();
    double y = b.doubleValue();
    return Math.abs(x - y) <= Math.max(allowed, tolerance * Math.max(Math.abs(x), Math.abs(y)));
  }

  private static String brief(JsonNode value) {
    String text = value.isMissingNode() ? "nothing" : value.toString();
    return text.length() <= 40 ? text : text.substring(0, 39) + "…";
  }
}
