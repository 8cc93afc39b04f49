// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalDouble;

/** The form of values of Spark's types in a JSON document. */
public final class OutputValues {

  /** Creates the values. It keeps trailing zeros of decimals: 12.50 stays 12.50. */
  public static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private OutputValues() {}

  /** A value, or null. */
  public static JsonNode of(Optional<Object> value) {
    return value.map(OutputValues::of).orElse(NODES.nullNode());
  }

  /** A number, or null. */
  public static JsonNode of(OptionalDouble value) {
    return value.isPresent() ? of(value.getAsDouble()) : NODES.nullNode();
  }

  /**
   * A value. Integers and decimals are exact; floats and doubles are the shortest text that gives
   * the same number when it is read. JSON does not support NaN and infinities; these become the
   * texts {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}. Bytes are in hexadecimal;
   * dates, times and intervals are in the form of ISO 8601.
   */
  public static JsonNode of(Object value) {
    if (value instanceof Double d) {
      return Double.isFinite(d) ? NODES.numberNode(d) : NODES.textNode(d.toString());
    }
    if (value instanceof Float f) {
      return Float.isFinite(f) ? NODES.numberNode(f) : NODES.textNode(f.toString());
    }
    if (value instanceof BigDecimal decimal) {
      return NODES.numberNode(decimal);
    }
    if (value instanceof Long number) {
      return NODES.numberNode(number);
    }
    if (value instanceof Boolean flag) {
      return NODES.booleanNode(flag);
    }
    if (value instanceof byte[] bytes) {
      return NODES.textNode(HexFormat.of().formatHex(bytes));
    }
    return NODES.textNode(value.toString());
  }
}
