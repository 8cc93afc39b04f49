// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * Compares what two runs computed of the same data. Texts, counts and shapes have to be equal.
 * Numbers with a fraction may differ by what another order of additions does to them: relative to
 * their own size, whatever the unit of a column is. Only around zero that asks for too much:
 * statistics without a unit are compared with 1, and numbers of a model with those beside them.
 *
 * <p>Of a model neither the times of its phases are compared nor the number of iterations: where
 * these end by the last digit, one more or less is no other result.
 *
 * @param tolerance the largest difference, relative to the larger of two numbers
 * @param models whether the outputs are those of machine learning
 */
public record OutputComparison(double tolerance, boolean models) implements Comparing {

  /** Sums and means: additions in another order. */
  public static final OutputComparison EXACT_STATISTICS = new OutputComparison(1e-9, false);

  /** Models: iterations carry on the differences of the first. */
  public static final OutputComparison MODELS = new OutputComparison(1e-4, true);

  /** Of a task of machine learning; deeper down, a column may have the same name. */
  private static final Set<String> NOT_COMPARED = Set.of("seconds", "iterations");

  private static final Set<String> WITHOUT_UNIT = Set.of("skewness", "excess_kurtosis", "matrix");

  /** What is so small beside its neighbours is rounding. */
  private static final double BESIDE_OTHERS = 1e-7;

  private static final int TASK = 1;

  /** Where they differ first, such as {@code min_max_mean.price.mean: 1.5 and 1.6}. */
  @Override
  public Optional<String> difference(JsonNode base, JsonNode other) {
    return difference("", 0, 0, base, other);
  }

  /**
   * Compares two values.
   *
   * @param depth how many fields and elements lead to them
   * @param allowed a difference that means nothing, however small they are
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

  /** What means nothing beside the numbers of a list or an object. */
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
