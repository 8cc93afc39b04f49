package dev.sparkbench.runner.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares what two runs computed of the same data. Texts, counts and shapes have to be equal.
 * Numbers with a fraction may differ by what another order of additions does to them. Fields named
 * {@code seconds} are times, and not compared.
 *
 * @param tolerance the largest difference, relative to the larger of two numbers, or absolute where
 *     both are below 1
 */
public record OutputComparison(double tolerance) {

  /** Sums and means: additions in another order. */
  public static final OutputComparison EXACT_STATISTICS = new OutputComparison(1e-9);

  /** Models: iterations carry on the differences of the first. */
  public static final OutputComparison MODELS = new OutputComparison(1e-4);

  private static final String TIMES = "seconds";

  /** Where they differ first, such as {@code min_max_mean.price.mean: 1.5 and 1.6}. */
  public Optional<String> difference(JsonNode base, JsonNode other) {
    return difference("", base, other);
  }

  private Optional<String> difference(String path, JsonNode a, JsonNode b) {
    if (a.isObject() && b.isObject()) {
      return fields(path, a, b);
    }
    if (a.isArray() && b.isArray() && a.size() == b.size()) {
      return elements(path, a, b);
    }
    boolean equal = a.isNumber() && b.isNumber() ? close(a, b) : a.equals(b);
    return equal
        ? Optional.empty()
        : Optional.of("%s: %s and %s".formatted(path, brief(a), brief(b)));
  }

  private Optional<String> fields(String path, JsonNode a, JsonNode b) {
    Set<String> names = new TreeSet<>();
    a.fieldNames().forEachRemaining(names::add);
    b.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      if (!name.equals(TIMES)) {
        Optional<String> difference =
            difference(path.isEmpty() ? name : path + "." + name, a.path(name), b.path(name));
        if (difference.isPresent()) {
          return difference;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> elements(String path, JsonNode a, JsonNode b) {
    for (int i = 0; i < a.size(); i++) {
      Optional<String> difference = difference(path + "[" + i + "]", a.get(i), b.get(i));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private boolean close(JsonNode a, JsonNode b) {
    if (a.isIntegralNumber() && b.isIntegralNumber()) {
      return a.bigIntegerValue().equals(b.bigIntegerValue());
    }
    double x = a.doubleValue();
    double y = b.doubleValue();
    return Math.abs(x - y) <= tolerance * Math.max(1, Math.max(Math.abs(x), Math.abs(y)));
  }

  private static String brief(JsonNode value) {
    String text = value.isMissingNode() ? "nothing" : value.toString();
    return text.length() <= 40 ? text : text.substring(0, 39) + "…";
  }
}
