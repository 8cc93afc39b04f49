package dev.sparkbench.runner.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;

/** How values of Spark's types read in a JSON document. */
public final class OutputValues {

  /** Keeps a decimal's trailing zeros: 12.50 stays 12.50. */
  public static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private OutputValues() {}

  /**
   * A number as Spark returns it: exact for integers and decimals, the shortest text that reads
   * back the same for floats and doubles. JSON has no NaN and no infinity; these become the texts
   * {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}.
   */
  public static JsonNode number(Object value) {
    if (value == null) {
      return NODES.nullNode();
    }
    if (value instanceof Double d) {
      return Double.isFinite(d) ? NODES.numberNode(d) : NODES.textNode(d.toString());
    }
    if (value instanceof Float f) {
      return Float.isFinite(f) ? NODES.numberNode(f) : NODES.textNode(f.toString());
    }
    if (value instanceof BigDecimal decimal) {
      return NODES.numberNode(decimal);
    }
    return NODES.numberNode(((Number) value).longValue());
  }
}
