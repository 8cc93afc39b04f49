// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.work.OutputValues;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Lists of a model's parts in an output, with a limited length. */
public final class Listing {

  /** The largest number of entries in an output's list. */
  public static final int MAX = 100;

  private Listing() {}

  /** The first texts. */
  public static ArrayNode texts(Collection<String> texts) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    texts.stream().limit(MAX).forEach(array::add);
    return array;
  }

  /** The first numbers. */
  public static ArrayNode numbers(double[] numbers) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    Arrays.stream(numbers).limit(MAX).forEach(number -> array.add(number(number)));
    return array;
  }

  /** The first numbers, by their names. */
  public static ObjectNode numbers(List<String> names, double[] numbers) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < Math.min(MAX, numbers.length); i++) {
      object.set(names.get(i), number(numbers[i]));
    }
    return object;
  }

  /** A number; NaN and infinities, which JSON does not support, become texts. */
  public static JsonNode number(double number) {
    return OutputValues.of(number);
  }
}
