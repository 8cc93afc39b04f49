// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Samples in an answer with little room: one text with integers, after the power of ten by which to
 * multiply them. {@code e-4 21034 20991} is 2.1034 and 2.0991.
 */
final class PackedSamples extends StdDeserializer<List<Double>> {

  private static final long serialVersionUID = 1;

  private static final String EXPONENT = "e";

  /** For Jackson. */
  PackedSamples() {
    super(List.class);
  }

  /**
   * The samples as a text.
   *
   * @param samples greater than 0, at least one
   * @param digits the minimum number of significant digits of each
   */
  static String pack(List<Double> samples, int digits) {
    BigDecimal smallest =
        samples.stream().map(BigDecimal::valueOf).min(BigDecimal::compareTo).orElseThrow();
    int scale = digits - (smallest.precision() - smallest.scale());
    return EXPONENT
        + -scale
        + samples.stream()
            .map(s -> BigDecimal.valueOf(s).setScale(scale, RoundingMode.HALF_EVEN))
            .map(s -> " " + s.unscaledValue())
            .collect(Collectors.joining());
  }

  private static List<Double> unpack(String text) {
    String[] words = text.split(" ");
    int exponent = Integer.parseInt(words[0].substring(EXPONENT.length()));
    return Arrays.stream(words)
        .skip(1)
        .map(word -> new BigDecimal(word).scaleByPowerOfTen(exponent).doubleValue())
        .toList();
  }

  /** Reads samples in either form. */
  @Override
  public List<Double> deserialize(JsonParser json, DeserializationContext context)
      throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      try {
        return unpack(json.getText());
      } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
        return failed(context);
      }
    }
    if (json.currentToken() != JsonToken.START_ARRAY) {
      return failed(context);
    }
    List<Double> samples = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      samples.add(_parseDoublePrimitive(json, context));
    }
    return samples;
  }

  // The document's content is not quoted, see Contract.read.
  private static List<Double> failed(DeserializationContext context) throws IOException {
    return context.reportInputMismatch(List.class, "no samples");
  }
}
